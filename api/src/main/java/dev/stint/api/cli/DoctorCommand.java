package dev.stint.api.cli;

import dev.stint.runtime.connector.command.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stint doctor}: what could keep Stint from working here, and what to do about it. */
@Command(name = "doctor", description = "Check this machine and the data folder.")
final class DoctorCommand implements Callable<Integer> {
  private static final long ENOUGH_BYTES = 1L << 30;

  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;
  private final Terminal t = new Terminal();
  private boolean good = true;

  @Override
  public Integer call() {
    int feature = Runtime.version().feature();
    check(feature >= 25, "Java " + Runtime.version(), "install a JDK 25 or newer");
    Path data = common.data().toAbsolutePath();
    folder(data);
    server(data);
    models();
    sandbox();
    return (good ? ExitCode.SUCCESS : ExitCode.FAILED).code();
  }

  private void folder(Path data) {
    try {
      Path existing = data;
      while (!Files.exists(existing)) existing = existing.getParent();
      check(Files.isWritable(existing), "data folder " + data, "make it writable, or use --data");
      long free = Files.getFileStore(existing).getUsableSpace();
      check(
          free > ENOUGH_BYTES,
          "free space " + (free >> 20) + " MiB",
          "free some: below 64 MiB Stint takes no new work");
    } catch (IOException e) {
      check(false, "data folder " + data, String.valueOf(e.getMessage()));
    }
  }

  private void server(Path data) {
    try (Connection connection = Connection.open(data, Connection.Mode.QUIET, config.settings())) {
      String where =
          connection
              .store()
              .map(store -> store + " opens (no server runs on it)")
              .orElseGet(() -> "served at " + connection.api().base());
      check(true, "journal " + where, "");
      var approvals = connection.api().get("/v1/approvals?state=pending").path("items").size();
      check(true, approvals + " approval(s) pending", "");
    } catch (CliException e) {
      check(false, "journal: " + e.getMessage(), "see the message");
    }
  }

  private void models() {
    boolean key = Optional.ofNullable(System.getenv("OPENAI_API_KEY")).isPresent();
    check(true, "model offline/extractive", "");
    t.line(
        (key ? t.green("ok   ") : t.dim("--   "))
            + "model openai/*"
            + (key ? "" : ": set OPENAI_API_KEY (and OPENAI_BASE_URL) to use it"));
  }

  /** Commands are tools only where there is one; nothing else needs it. */
  private void sandbox() {
    Optional<String> found = Sandboxes.describe();
    t.line(
        (found.isPresent() ? t.green("ok   ") : t.dim("--   "))
            + "sandbox for commands: "
            + found.orElse("none; install bubblewrap to let jobs run commands"));
  }

  private void check(boolean ok, String what, String remedy) {
    good &= ok;
    t.line((ok ? t.green("ok   ") : t.red("FAIL ")) + what + (ok ? "" : ": " + remedy));
  }
}

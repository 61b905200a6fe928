package dev.stint.runtime.connector.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what this machine confines programs with, by trying it once. Thread-safe. */
public final class Sandboxes {
  private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
  private static final Confinement TRIAL =
      new Confinement(
          false,
          List.of(),
          new CommandLimits(
              Duration.ofSeconds(10), Duration.ofSeconds(10), 1 << 28, 1 << 20, 1 << 16, 16));

  private Sandboxes() {}

  private static final class Found {
    static final Optional<Sandbox> BEST = bubblewrap().or(Sandboxes::namespaces);
  }

  /** The best that works here; absent when nothing does. */
  static Optional<Sandbox> best() {
    return Found.BEST;
  }

  /** For people: what confines programs here; absent when nothing does. */
  public static Optional<String> describe() {
    return best().map(Sandbox::describe);
  }

  static Optional<Sandbox> bubblewrap() {
    for (String folder : List.of("/usr/bin", "/usr/local/bin", "/bin")) {
      Path program = Path.of(folder, "bwrap");
      if (!Files.isExecutable(program)) continue;
      Sandbox unnamed = new Bubblewrap(program, "");
      if (!works(unnamed)) continue;
      String version = output(List.of(program.toString(), "--version")).replace("bubblewrap", "");
      return Optional.of(new Bubblewrap(program, version.strip()));
    }
    return Optional.empty();
  }

  static Optional<Sandbox> namespaces() {
    if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) return Optional.empty();
    try {
      // Everybody may enter, because nobody does the mounting when this process is root's.
      Path root =
          Files.createTempDirectory(
              "stint-root-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      root.toFile().deleteOnExit();
      Sandbox sandbox = new Namespaces(root);
      return works(sandbox) ? Optional.of(sandbox) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("no folder for sandboxes: {}", e.toString());
      return Optional.empty();
    }
  }

  private static boolean works(Sandbox sandbox) {
    String said = output(sandbox.around(List.of("/bin/echo", "confined"), TRIAL));
    if (said.equals("confined")) return true;
    LOG.info("{} does not work here: {}", sandbox.describe(), said);
    return false;
  }

  private static String output(List<String> line) {
    try {
      var ended = CommandProcess.run(line, Map.of(), new byte[0], TRIAL.limits());
      byte[] said = ended.out().length > 0 ? ended.out() : ended.err();
      return new String(said, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}

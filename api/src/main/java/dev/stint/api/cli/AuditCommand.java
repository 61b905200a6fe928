package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.audit.verify.FileVerification;
import dev.stint.runtime.audit.verify.ReportText;
import dev.stint.runtime.audit.verify.Trust;
import dev.stint.runtime.audit.verify.TrustFiles;
import dev.stint.runtime.audit.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint audit ...}: take the record away, and check it anywhere. */
@Command(name = "audit", description = "Export and check the record of runs.")
final class AuditCommand implements Runnable {
  @Override
  public void run() {
    throw new CliException(
        ExitCode.USAGE, "expected: stint audit export|verify|status|rotate-key|revoke-key");
  }

  @Command(
      name = "export",
      description = "Write a bundle of runs that anybody can check without this server.")
  int export(
      @Mixin GlobalOptions options,
      @Parameters(arity = "1..*", paramLabel = "RUN") List<String> runs,
      @Option(
              names = {"-f", "--file"},
              paramLabel = "FILE",
              required = true,
              description = "the zip to write")
          Path file,
      @Option(
              names = "--since",
              paramLabel = "CHECKPOINT",
              description = "proofs/checkpoint of the bundle before, to prove what came since")
          Path since)
      throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    runs.forEach(body.putArray("runs")::add);
    if (since != null) body.put("since", text(since));
    Terminal t = new Terminal();
    t.progress("signing the log and collecting " + runs.size() + " run(s) ...");
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      byte[] zip = connection.api().postForBytes("/v1/audit/export", body);
      Files.write(file, zip);
      if (options.json()) {
        t.json(
            JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .put("bytes", zip.length));
      } else {
        t.line(
            "wrote %s, %,d bytes. Check it with: stint audit verify %s"
                .formatted(file, zip.length, file));
      }
    }
    return ExitCode.SUCCESS.code();
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.USAGE, "--since: there is no file " + file);
    }
  }

  @Command(
      name = "verify",
      description = {
        "Check a bundle (a zip or a folder; no server needed), or runs where they are recorded.",
        "Ends with 12 when a check fails; the report names it."
      })
  int verify(
      @Mixin GlobalOptions options,
      @Parameters(arity = "1..*", paramLabel = "BUNDLE|RUN") List<String> subjects,
      @Option(names = "--origin-key", paramLabel = "KEY", description = "the log's published key")
          String originKey,
      @Option(
              names = "--witness",
              paramLabel = "FOLDER",
              description = "checkpoints that a witness kept")
          Path witness,
      @Option(
              names = "--since",
              paramLabel = "CHECKPOINT",
              description = "proofs/checkpoint of the bundle before")
          Path since,
      @Option(
              names = "--witness-key",
              paramLabel = "KEY",
              description = "a witness that must have cosigned")
          List<String> witnessKeys)
      throws IOException {
    List<String> runs = new ArrayList<>();
    boolean verified = true;
    Trust trust = trust(originKey, witness, since, witnessKeys == null ? List.of() : witnessKeys);
    for (String subject : subjects) {
      if (subject.endsWith(".zip") || Files.exists(Path.of(subject))) {
        verified &= bundle(options, Path.of(subject), trust);
      } else {
        runs.add(subject);
      }
    }
    verified &= runs.isEmpty() || recorded(options, runs);
    return (verified ? ExitCode.SUCCESS : ExitCode.AUDIT_FAILED).code();
  }

  private static Trust trust(String originKey, Path witness, Path since, List<String> witnessKeys)
      throws IOException {
    try {
      return TrustFiles.read(
          Optional.ofNullable(originKey),
          Optional.ofNullable(witness),
          Optional.ofNullable(since),
          witnessKeys);
    } catch (IllegalArgumentException | NoSuchFileException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  private static boolean bundle(GlobalOptions options, Path file, Trust trust) throws IOException {
    if (!Files.exists(file)) {
      throw new CliException(ExitCode.NOT_FOUND, "there is no bundle " + file);
    }
    Terminal t = new Terminal();
    VerificationReport report = FileVerification.verify(file, trust);
    if (options.json()) t.json(report.json());
    else ReportText.lines(report).forEach(line -> t.line(painted(t, line)));
    return report.verified();
  }

  private static String painted(Terminal t, String line) {
    if (line.startsWith("\u2713")) return t.green("\u2713") + line.substring(1);
    if (line.startsWith("\u2717")) return t.red("\u2717") + line.substring(1);
    if (line.startsWith("NOT VERIFIED")) return t.red("NOT VERIFIED") + line.substring(12);
    return line.startsWith("verified") ? t.green("verified") + line.substring(8) : line;
  }

  private static boolean recorded(GlobalOptions options, List<String> runs) {
    Terminal t = new Terminal();
    boolean whole = true;
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      for (String run : runs) {
        JsonNode audit = connection.api().get("/v1/runs/" + Urls.encode(run) + "/audit");
        boolean good = audit.path("whole").asBoolean();
        whole &= good;
        if (options.json()) {
          t.json(audit);
        } else if (good) {
          String head = audit.path("head").asText();
          t.line(
              t.green("verified ") + run + "  " + audit.path("records") + " events, head " + head);
        } else {
          t.line(t.red("BROKEN ") + run + "  " + audit.path("problem").asText());
        }
      }
    }
    return whole;
  }

  @Command(name = "status", description = "Show how far the log is signed, and by whom it is kept.")
  int status(@Mixin GlobalOptions options) {
    return show(options, "GET", Map.of());
  }

  @Command(
      name = "rotate-key",
      description = "Sign with a new key from here on; both keys sign the change.")
  int rotate(@Mixin GlobalOptions options) {
    return show(options, "rotate-key", Map.of());
  }

  @Command(
      name = "revoke-key",
      description = "Say that an old key is not to be trusted above a size; rotate it first.")
  int revoke(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "KEY") String key,
      @Option(
              names = "--trusted",
              required = true,
              paramLabel = "SIZE",
              description = "the last size of the log that it may have signed")
          long trusted) {
    return show(options, "revoke-key", Map.of("key", key, "trusted_size", trusted));
  }

  private static int show(GlobalOptions options, String action, Map<String, Object> members) {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      members.forEach((name, value) -> {
        if (value instanceof Long number) body.put(name, number);
        else body.put(name, value.toString());
      });
      JsonNode status =
          action.equals("GET")
              ? connection.api().get("/v1/audit")
              : connection.api().post("/v1/audit/" + action, body, Map.of());
      if (options.json()) t.json(status);
      else AuditStatusText.print(t, status);
    }
    return ExitCode.SUCCESS.code();
  }
}

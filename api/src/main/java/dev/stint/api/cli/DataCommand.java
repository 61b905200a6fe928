package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint data ...}: what is kept, for how long, and whether it is whole. */
@Command(
    name = "data",
    description = "Hold, erase, check, back up, restore and move what is kept.",
    subcommands = {
      CareCommands.Check.class,
      BackupCommands.Backup.class,
      BackupCommands.Restore.class,
      CareCommands.Copy.class,
      CareCommands.RebuildViews.class,
      RekeyCommand.class,
    })
final class DataCommand implements Runnable {
  @Override
  public void run() {
    throw new CliException(
        ExitCode.USAGE,
        "expected: stint data erase|hold|release|check|backup|restore|copy|rebuild-views|rekey");
  }

  @Command(
      name = "erase",
      description = "Erase what finished runs hold: one person asks, another one approves.")
  int erase(
      @Mixin GlobalOptions options,
      @Parameters(arity = "0..1", paramLabel = "RUN") String run,
      @Option(names = "--subject", paramLabel = "WHO", description = "all runs of that person")
          String subject,
      @Option(names = "--reason", description = "a ticket, say; stays in the record: name nobody")
          String reason,
      @Option(names = "--basis", description = "e.g. data_subject_request (default), contract_end")
          String basis,
      @Option(names = "--approve", description = "approve what another person asked for")
          boolean approve) {
    if ((run == null) == (subject == null)) {
      throw new CliException(ExitCode.USAGE, "expected a RUN, or --subject WHO");
    }
    if (!approve && reason == null) throw missingReason();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!approve) body.put("reason", reason);
    if (!approve && basis != null) body.put("basis", basis);
    if (run != null) {
      return one(options, run, approve ? "/erasure/approval" : "/erasure", body);
    }
    body.put("subject", subject).put("decision", approve ? "approve" : "request");
    return subject(options, body);
  }

  @Command(name = "hold", description = "Let nothing of a run be erased, until it is released.")
  int hold(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--reason", required = true, description = "stays in the record")
          String reason) {
    return one(options, run, "/hold", JsonNodeFactory.instance.objectNode().put("reason", reason));
  }

  @Command(name = "release", description = "End a hold that another person has placed.")
  int release(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--reason", required = true, description = "stays in the record")
          String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason);
    return one(options, run, "/release", body);
  }

  private static CliException missingReason() {
    return new CliException(
        ExitCode.USAGE, "expected --reason TEXT; it stays in the record: name a ticket, no person");
  }

  private static JsonNode ask(GlobalOptions options, String path, ObjectNode body) {
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      return connection.api().post(path, body, Map.of());
    }
  }

  private static int one(GlobalOptions options, String run, String what, ObjectNode body) {
    JsonNode after = ask(options, "/v1/runs/" + Urls.encode(run) + what, body);
    Terminal t = new Terminal();
    if (options.json()) t.json(after);
    else t.line(run + "  " + CustodyText.of(after.path("custody")));
    return ExitCode.SUCCESS.code();
  }

  private static int subject(GlobalOptions options, ObjectNode body) {
    JsonNode answer = ask(options, "/v1/erasures", body);
    Terminal t = new Terminal();
    if (options.json()) {
      t.json(answer);
    } else {
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode item : answer.path("items")) {
        rows.add(
            List.of(
                item.path("run_id").asText(),
                item.path("state").asText(),
                item.path("detail").asText()));
      }
      t.table(List.of("RUN", "STATE", "WHY"), rows);
    }
    return (answer.path("complete").asBoolean() ? ExitCode.SUCCESS : ExitCode.CONFLICT).code();
  }
}

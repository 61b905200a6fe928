package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands for who checks what happened. */
final class RecordCommands {
  private RecordCommands() {}

  /** {@code stint audit ...}. */
  @Command(name = "audit", description = "Check the record of runs.")
  static final class Audit implements Runnable {
    @Override
    public void run() {
      throw new CliException(ExitCode.USAGE, "expected: stint audit verify RUN");
    }

    @Command(
        name = "verify",
        description = "Check that a run's events are whole, in order and unchanged.")
    int verify(
        @Mixin CommonOptions options,
        @Parameters(arity = "1..*", paramLabel = "RUN") List<String> runs) {
      Terminal t = new Terminal();
      boolean whole = true;
      try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
        for (String run : runs) {
          JsonNode audit = connection.api().get("/v1/runs/" + Urls.encode(run) + "/audit");
          boolean good = audit.path("whole").asBoolean();
          whole &= good;
          if (options.json()) t.json(audit);
          else if (good)
            t.line(
                t.green("verified ")
                    + run
                    + "  "
                    + audit.path("records")
                    + " events, head "
                    + audit.path("head").asText());
          else t.line(t.red("BROKEN ") + run + "  " + audit.path("problem").asText());
        }
      }
      return (whole ? ExitCode.SUCCESS : ExitCode.AUDIT_FAILED).code();
    }
  }
}

package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands for who checks what happened. */
final class RecordCommands {
  private RecordCommands() {}

  /** {@code stint replay RUN --at SEQ}. */
  @Command(
      name = "replay",
      description =
          "Fold a run's recorded events: its state and story at any event. Calls nothing.")
  static final class Replay implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "RUN")
    private String run;

    @Option(names = "--at", paramLabel = "SEQ", description = "after that event; default: the last")
    private Long at;

    @Override
    public Integer call() {
      Terminal t = new Terminal();
      try (Connection connection = Connection.open(common.data(), Connection.Mode.QUIET)) {
        ApiClient api = connection.api();
        String path = "/v1/runs/" + Urls.encode(run);
        JsonNode state = api.get(path + (at == null ? "" : "?at=" + at));
        if (common.json()) {
          t.json(state);
          return ExitCode.SUCCESS.code();
        }
        List<List<String>> rows = new ArrayList<>();
        JsonNode page = api.get(path + "/timeline" + (at == null ? "" : "?at=" + at));
        for (JsonNode line : page.path("items")) {
          rows.add(
              List.of(
                  line.path("seq").asText(),
                  line.path("at").asText(),
                  line.path("actor").asText(),
                  line.path("subject").asText(),
                  line.path("text").asText()));
        }
        t.table(List.of("SEQ", "AT", "BY", "WHAT", "EVENT"), rows);
        t.line("");
        RunRowText.print(t, state);
      }
      return ExitCode.SUCCESS.code();
    }
  }
}

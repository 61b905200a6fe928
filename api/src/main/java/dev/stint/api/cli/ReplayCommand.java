package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stint replay}: recorded runs once more, calling nothing. */
@Command(
    name = "replay",
    description = {
      "Fold a run's recorded events: its state and story at any event (--at),",
      "whether everything in it is what the rules decide (--verify),",
      "or how it would have gone by other rules (--what-if). Calls nothing."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private GlobalOptions common;
  @Mixin private RunSelection selection;
  @ArgGroup private Mode mode;

  @ArgGroup(validate = false, heading = "By other rules, with --what-if:%n")
  private WhatIfReplay rules = new WhatIfReplay();

  /** What to do; one of them. */
  static final class Mode {
    @Option(names = "--at", paramLabel = "SEQ", description = "after that event; default: the last")
    private Long at;

    @Option(
        names = "--verify",
        description = "decide everything again and compare; exit code 12 when it does not hold")
    private boolean verify;

    @Option(names = "--what-if", description = "decide the recorded outcomes by other rules")
    private boolean whatIf;
  }

  @Option(
      names = "--decisions-only",
      description = "with --verify: do not compute again what steps asked for")
  private boolean decisionsOnly;

  @Override
  public Integer call() {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(common.data(), Connection.Mode.QUIET)) {
      ApiClient api = connection.api();
      if (mode != null && mode.verify) {
        return new VerifyReplay(api, t, common.json(), decisionsOnly).run(selection.runs(api));
      }
      if (mode != null && mode.whatIf) {
        return rules.run(api, t, common.json(), selection.runs(api));
      }
      for (String run : selection.runs(api)) show(api, t, run);
    }
    return ExitCode.SUCCESS.code();
  }

  private void show(ApiClient api, Terminal t, String run) {
    String at = mode == null || mode.at == null ? "" : "?at=" + mode.at;
    String path = "/v1/runs/" + Urls.encode(run);
    JsonNode state = api.get(path + at);
    if (common.json()) {
      t.json(state);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode line : api.get(path + "/timeline" + at).path("items")) {
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
}

package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stint runs diff A B}. */
@Command(
    name = "diff",
    description = "How two runs differ: configuration, inputs, arguments, outcomes, tokens, time.")
final class DiffCommand implements Callable<Integer> {
  @Mixin private GlobalOptions common;

  @Parameters(index = "0", paramLabel = "A")
  private String a;

  @Parameters(index = "1", paramLabel = "B")
  private String b;

  @Override
  public Integer call() {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(common.data(), Connection.Mode.QUIET)) {
      JsonNode diff =
          connection.api().get("/v1/runs/" + Urls.encode(a) + "/diff?with=" + Urls.encode(b));
      if (common.json()) t.json(diff);
      else print(t, diff);
    }
    return ExitCode.SUCCESS.code();
  }

  private static void print(Terminal t, JsonNode diff) {
    List<List<String>> rows = new ArrayList<>();
    fields("run", diff.path("run"), rows);
    places("inputs", diff.path("inputs"), rows);
    for (JsonNode unit : diff.path("units")) {
      String name = unit.path("unit").asText();
      fields(name, unit.path("fields"), rows);
      places(name + " args", unit.path("args"), rows);
      places(name + " output", unit.path("output"), rows);
    }
    t.table(List.of("WHERE", "WHAT", diff.path("a").asText(), diff.path("b").asText()), rows);
    t.line("");
    t.line(
        diff.path("units").size()
            + " units differ, "
            + diff.path("same").size()
            + " are alike in everything but time");
  }

  private static void fields(String where, JsonNode fields, List<List<String>> rows) {
    for (JsonNode f : fields) {
      rows.add(
          List.of(
              where,
              f.path("field").asText(),
              cut(f.path("a").asText()),
              cut(f.path("b").asText())));
    }
  }

  private static void places(String where, JsonNode places, List<List<String>> rows) {
    for (JsonNode p : places) {
      rows.add(
          List.of(
              where,
              p.path("path").asText(),
              cut(p.path("a").asText()),
              cut(p.path("b").asText())));
    }
  }

  /** A cell of a table; JSON output has all of it. */
  private static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }
}

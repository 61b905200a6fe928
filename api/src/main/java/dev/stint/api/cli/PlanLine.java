package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What is shown of the way of a followed run through its plan. Pure. */
final class PlanLine {
  private PlanLine() {}

  /** One line; empty for what is no news to a person. */
  static String of(String type, JsonNode data, Terminal t) {
    String step = data.path("step").asText();
    return switch (type) {
      case "redo.planned" ->
          t.yellow("~ ") + step + "  is not good enough, round " + data.path("round") + " begins";
      case "loop.planned" -> t.dim("- " + step + "  iteration " + data.path("iteration"));
      case "branch.taken" -> t.dim("- " + step + "  takes " + way(data.path("arm").asInt()));
      case "plan.frozen" -> t.dim("- the plan is fixed: " + data.path("steps").size() + " step(s)");
      case "signal.received" -> t.green("+ ") + "signal " + data.path("name").asText();
      case "child.started" ->
          t.dim(
              "- "
                  + data.path("unit").asText()
                  + "  runs "
                  + data.path("job").path("name").asText()
                  + " as "
                  + data.path("run").asText());
      case "child.ended" -> ended(data, t);
      default -> "";
    };
  }

  private static String way(int arm) {
    return arm < 0 ? "no case" : "case " + (arm + 1);
  }

  private static String ended(JsonNode data, Terminal t) {
    boolean failed = data.has("failure");
    String what = data.path("run").asText() + " ended " + data.path("status").asText();
    String why = failed ? ": " + data.path("failure").path("message").asText() : "";
    return (failed ? t.red("! ") : t.green("+ ")) + data.path("unit").asText() + "  " + what + why;
  }
}

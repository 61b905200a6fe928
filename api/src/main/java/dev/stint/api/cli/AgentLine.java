package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.StringJoiner;

/** Words about what agents do. Pure. */
final class AgentLine {
  private AgentLine() {}

  static String ended(JsonNode data, Terminal t) {
    String turn = data.path("step").asText() + "  turn " + data.path("turn");
    return switch (data.path("leads").asText()) {
      case "CALLS" -> t.dim("- " + turn + " asks for " + calls(data.path("calls")));
      case "REPAIR" -> t.yellow("! ") + turn + " misses the schema of its answer";
      case "ANSWER" -> t.dim("- " + turn + " answers");
      default -> "";
    };
  }

  private static String calls(JsonNode calls) {
    var names = new StringJoiner(", ");
    for (JsonNode call : calls) {
      String denied = call.path("denied").asText();
      names.add(call.path("tool").asText() + (denied.isEmpty() ? "" : " (" + denied + ")"));
    }
    return names.toString();
  }

  static String watched(JsonNode data) {
    return word(data, "signal")
        + " "
        + data.path("value")
        + " of "
        + data.path("limit")
        + ", "
        + word(data, "measure");
  }

  static String word(JsonNode data, String member) {
    return data.path(member).asText().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** An agent in the table of a run's steps: its turns and calls, counted. */
  static String counted(JsonNode agent) {
    return agent.isMissingNode()
        ? ""
        : agent.path("turns")
            + " turn(s), "
            + agent.path("calls")
            + " call(s), "
            + agent.path("tokens")
            + " tokens"
            + (agent.has("reason") ? ", " + word(agent, "reason") : "");
  }
}

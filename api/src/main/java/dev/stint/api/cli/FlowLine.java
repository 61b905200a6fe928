package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;

/** One line about values that may not go where a step would send them. */
final class FlowLine {
  private FlowLine() {}

  /** For example: {@code control_untrusted: queue, from data:mail}. */
  static String of(JsonNode refused) {
    var what = new TreeSet<String>();
    var from = new TreeSet<String>();
    for (JsonNode crossing : refused.path("crossings")) {
      String parameter = crossing.path("parameter").asText();
      what.add(parameter.equals("*") ? "all that the model asks for" : parameter);
      crossing.path("label").path("sources").forEach(source -> from.add(source.asText()));
    }
    return refused.path("code").asText()
        + ": "
        + String.join(", ", what)
        + (from.isEmpty() ? "" : ", from " + String.join(", ", from));
  }
}

package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A list of steps as a graph that people can read. Pure. */
final class PlanGraphText {
  private PlanGraphText() {}

  /** One line a step: what it uses, and after what. */
  static String lines(JsonNode steps) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      List<String> after = after(steps, i);
      text.append(step.path("id").asText())
          .append(": ")
          .append(uses(step))
          .append(after.isEmpty() ? "" : "  <- " + String.join(", ", after))
          .append('\n');
    }
    return text.toString();
  }

  static String mermaid(JsonNode steps) {
    StringBuilder text = new StringBuilder("flowchart TD\n");
    for (int i = 0; i < steps.size(); i++) {
      String id = steps.get(i).path("id").asText();
      text.append("  ").append(id).append("[\"").append(id).append("<br/>");
      text.append(uses(steps.get(i))).append("\"]\n");
      for (String before : after(steps, i)) {
        text.append("  ").append(before).append(" --> ").append(id).append('\n');
      }
    }
    return text.toString();
  }

  private static String uses(JsonNode step) {
    if (step.has("tool")) return step.path("tool").asText();
    return step.has("job") ? "job " + step.path("job").asText() : "";
  }

  private static List<String> after(JsonNode steps, int at) {
    List<String> after = new ArrayList<>();
    JsonNode given = steps.get(at).path("dependsOn");
    if (given.isArray()) given.forEach(id -> after.add(id.asText()));
    else if (at > 0) after.add(steps.get(at - 1).path("id").asText());
    return after;
  }
}

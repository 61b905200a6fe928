package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A list of steps as a graph that people can read. Pure. */
final class PlanGraphText {
  private PlanGraphText() {}

  /** One line a step: what it uses, and after what; steps of a branch or loop are indented. */
  static String lines(JsonNode steps) {
    StringBuilder text = new StringBuilder();
    lines(steps, "", text);
    return text.toString();
  }

  private static void lines(JsonNode steps, String indent, StringBuilder text) {
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      List<String> after = after(steps, i);
      text.append(indent)
          .append(step.path("id").asText())
          .append(": ")
          .append(uses(step))
          .append(step.has("when") ? "  if " + step.path("when").asText() : "")
          .append(after.isEmpty() ? "" : "  <- " + String.join(", ", after))
          .append('\n');
      for (JsonNode way : step.path("branch")) {
        text.append(indent).append("  ").append(condition(way)).append('\n');
        lines(inside(way), indent + "    ", text);
      }
      lines(step.at("/loop/steps"), indent + "    ", text);
    }
  }

  static String mermaid(JsonNode steps) {
    StringBuilder text = new StringBuilder("flowchart TD\n");
    mermaid(steps, text);
    return text.toString();
  }

  private static void mermaid(JsonNode steps, StringBuilder text) {
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      String id = step.path("id").asText();
      boolean branch = step.has("branch");
      text.append("  ").append(id).append(branch ? "{\"" : "[\"").append(id).append("<br/>");
      text.append(safe(uses(step))).append(branch ? "\"}\n" : "\"]\n");
      for (String before : after(steps, i)) {
        text.append("  ").append(before).append(" --> ").append(id).append('\n');
      }
      for (JsonNode way : step.path("branch")) {
        JsonNode inside = inside(way);
        if (inside.isEmpty()) continue;
        mermaid(inside, text);
        String first = inside.get(0).path("id").asText();
        text.append("  ").append(id).append(" -- \"").append(safe(condition(way)));
        text.append("\" --> ").append(first).append('\n');
      }
      JsonNode again = step.at("/loop/steps");
      if (again.isEmpty()) continue;
      mermaid(again, text);
      text.append("  ").append(id).append(" -- \"again\" --> ");
      text.append(again.get(0).path("id").asText()).append('\n');
    }
  }

  private static JsonNode inside(JsonNode way) {
    return way.has("else") ? way.path("else") : way.path("steps");
  }

  private static String condition(JsonNode way) {
    return way.has("else") ? "else" : "if " + way.path("when").asText();
  }

  /** A model chose the words; nothing of them is a mark of the graph. */
  private static String safe(String text) {
    return text.replace("\"", "#quot;").replace("<", "#lt;").replace(">", "#gt;");
  }

  private static String uses(JsonNode step) {
    String each = step.has("forEach") ? " for each of " + step.path("forEach").asText() : "";
    if (step.has("tool")) return step.path("tool").asText() + each;
    if (step.has("prompt")) return "prompt " + step.path("prompt").asText() + each;
    if (step.has("branch")) return "one of " + step.path("branch").size();
    if (step.has("agent")) return "agent " + step.path("agent").asText() + each;
    if (step.has("loop")) return "at most " + step.at("/loop/max").asText() + " times";
    for (String kind : List.of("check", "wait", "approval")) {
      if (step.has(kind)) return kind;
    }
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

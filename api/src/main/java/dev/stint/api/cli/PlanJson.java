package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobStep;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.StepSpec;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.runtime.job.PlanFreezer;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.PlannedFlows;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a job would do, without doing it (A6). */
final class PlanJson {
  private PlanJson() {}

  static JsonNode of(CompiledJob job, ToolRegistry tools, LabelRules labels) {
    var spec = job.spec();
    ObjectNode plan = JsonNodeFactory.instance.objectNode();
    plan.put("job", spec.name()).put("version", spec.version()).put("digest", job.digest());
    plan.put("department", spec.department()).put("owner", spec.owner());
    plan.put("model", spec.model().use());
    plan.putObject("budget")
        .put("soft", spec.budget().softTokens().orElse(0))
        .put("hard", spec.budget().hardTokens())
        .put("reserve", spec.budget().reserveTokens());
    ArrayNode steps = plan.putArray("steps");
    Plan frozen = PlanFreezer.freeze(job, tools, labels);
    PlanFlowsJson.add(plan, PlannedFlows.of(job, frozen));
    for (PlannedStep step : inside(frozen.steps())) {
      if (step.kind() == StepKind.OUTPUTS || step.kind() == StepKind.PARTIAL) continue;
      StepSpec own = spec.step(step.id()).orElse(null);
      ObjectNode node = steps.addObject();
      node.put("id", step.id()).put("kind", lower(step.kind())).put("uses", step.uses());
      node.put("effect", lower(step.effect())).put("stage", lower(step.stage()));
      step.dependsOn().forEach(node.putArray("dependsOn")::add);
      node.put("forEach", step.forEach());
      node.put("attempts", step.retry().maxFailures());
      node.put("timeoutMs", step.timeoutMs());
      step.gate().ifPresent(gate -> gate.by().forEach(node.putArray("approvalBy")::add));
      step.within().ifPresent(place -> node.put("within", place.block()));
      step.within().ifPresent(place -> node.put("case", place.arm() + 1));
      step.loop().ifPresent(loop -> node.put("maxIterations", loop.max()));
      step.redo()
          .ifPresent(redo -> {
            node.put("redo", redo.steps().getFirst()).put("maxRedos", redo.max());
          });
      if (own instanceof JobStep run) run.budget().ifPresent(most -> node.put("maxTokens", most));
      step.agent().ifPresent(agent -> node.set("agent", envelope(agent)));
      if (own instanceof PromptStep prompt) {
        node.put("maxOutputTokens", prompt.maxTokens().orElse(spec.model().maxOutputTokens()));
      }
    }
    return plan;
  }

  /** The steps of loops stand behind them. */
  private static List<PlannedStep> inside(List<PlannedStep> steps) {
    List<PlannedStep> all = new ArrayList<>();
    for (PlannedStep step : steps) {
      all.add(step);
      step.loop().ifPresent(loop -> all.addAll(inside(loop.steps())));
    }
    return all;
  }

  /** Everything that an agent can ever do. */
  private static ObjectNode envelope(AgentPlan agent) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode tools = json.putArray("tools");
    for (AgentPlan.Tool tool : agent.tools()) {
      ObjectNode node = tools.addObject().put("name", tool.name());
      node.put("effect", lower(tool.effect())).put("timeoutMs", tool.timeoutMs());
      tool.gate().ifPresent(gate -> gate.by().forEach(node.putArray("approvalBy")::add));
    }
    json.put("turns", agent.stop().turns()).put("maxOutputTokens", agent.maxTokens());
    json.put("tokens", agent.stop().tokens()).put("deadlineMs", agent.stop().deadlineMs());
    json.put("onStop", agent.stop().partial() ? "partial" : "fail");
    json.put("parallelCalls", agent.maxParallel()).put("summariseAt", agent.compactAt());
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static void print(Terminal t, JsonNode plan) {
    t.line(
        t.bold(plan.path("job").asText() + " " + plan.path("version").asText())
            + "  "
            + plan.path("digest").asText());
    JsonNode budget = plan.path("budget");
    t.line(
        "  model "
            + plan.path("model").asText()
            + ", at most "
            + budget.path("hard")
            + " tokens (alert at "
            + budget.path("soft")
            + ", "
            + budget.path("reserve")
            + " kept for a partial result)");
    t.line("");
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode step : plan.path("steps")) {
      List<String> after = new ArrayList<>();
      step.path("dependsOn").forEach(id -> after.add(id.asText()));
      rows.add(
          List.of(
              indent(plan.path("steps"), step)
                  + step.path("id").asText()
                  + (step.path("forEach").asBoolean() ? " (each)" : "")
                  + (step.has("maxIterations")
                      ? " (at most " + step.path("maxIterations") + ")"
                      : "")
                  + (step.has("redo")
                      ? " (redo " + step.path("redo").asText() + ", " + step.path("maxRedos") + "x)"
                      : ""),
              step.path("kind").asText(),
              step.path("uses").asText(),
              step.path("effect").asText(),
              step.has("approvalBy") ? NameList.of(step.path("approvalBy")) : "",
              String.join(", ", after)));
    }
    t.table(List.of("STEP", "KIND", "USES", "EFFECT", "APPROVAL", "AFTER"), rows);
    for (JsonNode step : plan.path("steps")) {
      if (step.has("agent")) envelope(t, step.path("id").asText(), step.path("agent"));
    }
    PlanFlowsJson.print(t, plan.path("flows"));
  }

  /** Two blanks for every block around the step. */
  private static String indent(JsonNode steps, JsonNode step) {
    StringBuilder blanks = new StringBuilder();
    JsonNode at = step;
    while (at.has("within")) {
      blanks.append("  ");
      String block = at.path("within").asText();
      JsonNode outer = at;
      for (JsonNode one : steps) if (one.path("id").asText().equals(block)) outer = one;
      if (outer == at) break;
      at = outer;
    }
    return blanks.toString();
  }

  private static void envelope(Terminal t, String id, JsonNode agent) {
    t.line("");
    t.line(
        id
            + " may take "
            + agent.path("turns")
            + " turns, and call nothing but these, "
            + agent.path("parallelCalls")
            + " at a time:");
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode tool : agent.path("tools")) {
      rows.add(
          List.of(
              tool.path("name").asText(),
              tool.path("effect").asText(),
              tool.has("approvalBy") ? NameList.of(tool.path("approvalBy")) : ""));
    }
    t.table(List.of("TOOL", "EFFECT", "APPROVAL"), rows);
  }
}

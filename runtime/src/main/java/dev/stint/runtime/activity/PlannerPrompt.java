package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.library.Component;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model is told that is to make a plan: how plans are written, and what it may use. All of
 * it is the composer's or the platform's, and the inputs. Immutable.
 */
final class PlannerPrompt {
  private static final String RULES =
      """
      Make a plan that reaches the goal. Answer with JSON that fits the schema, and nothing else.
      Steps run one after the other unless dependsOn says otherwise. A step reads an earlier one by
      ${{ steps.ID.NAME }} in its params, and an input by ${{ inputs.NAME }}. A step with forEach
      runs once for every item of a list, reads it by ${{ item }}, and yields {items: [...]}. A step
      with prompt has a model answer; its params are the names in the template, and it yields
      {text}. A branch takes the first case whose when holds; its value is {taken, value}, and only
      steps of the same case read each other. A loop does its steps until its condition holds, at
      most max times; they read the time before by ${{ iteration.previous.ID }}, which is null at
      first, and it yields {done, count, last, iterations}. Use as few steps as will do. Call the
      step whose value is the result "result".
      """;

  private static final String AGENTS =
      """
      A step with agent has a model work on the goal of its template turn by turn, with those of the
      tools that it is given, until it answers or stop holds; it yields {answer, reason}.
      """;

  private static final String COMPONENTS =
      """
      A step with use stands for the steps of a component: give it what it takes under with. It
      yields what the step named as its output yields.
      """;

  private final CompiledJob job;
  private final PlannerSpec planner;
  private final List<ToolDescriptor> tools;
  private final Map<String, Component> components;

  /**
   * @param tools that the plan may use
   */
  PlannerPrompt(CompiledJob job, List<ToolDescriptor> tools) {
    this.job = job;
    this.planner = job.spec().planner().orElseThrow();
    this.tools = List.copyOf(tools);
    this.components = job.plannerComponents();
  }

  String rules() {
    return RULES
        + (planner.agents().isEmpty() ? "" : AGENTS)
        + (components.isEmpty() ? "" : COMPONENTS);
  }

  JsonNode schema(JsonNode args) {
    return PlanSchema.of(tools, planner, components, args.path("maxSteps").asInt());
  }

  List<DataBlock> data(JsonNode args) {
    List<DataBlock> data = new ArrayList<>();
    data.add(new DataBlock("inputs", args.path("inputs")));
    ArrayNode described = JsonNodeFactory.instance.arrayNode();
    for (ToolDescriptor tool : tools) {
      ObjectNode one = described.addObject().put("tool", tool.name());
      one.put("does", tool.description());
      one.set("params", tool.inputSchema());
      one.set("yields", tool.outputSchema());
    }
    data.add(new DataBlock("tools", described));
    templates("prompts", planner.prompts()).ifPresent(data::add);
    templates("agents", planner.agents()).ifPresent(data::add);
    if (!components.isEmpty()) data.add(new DataBlock("components", described()));
    if (args.has("problems")) {
      data.add(new DataBlock("problems_of_the_last_plan", args.path("problems")));
    }
    return data;
  }

  private Optional<DataBlock> templates(String name, List<String> paths) {
    if (paths.isEmpty()) return Optional.empty();
    ObjectNode templates = JsonNodeFactory.instance.objectNode();
    for (String path : paths) {
      templates.put(path, job.bundle().text(path).orElseThrow());
    }
    return Optional.of(new DataBlock(name, templates));
  }

  private JsonNode described() {
    ArrayNode described = JsonNodeFactory.instance.arrayNode();
    components.forEach((use, component) -> {
      ObjectNode one = described.addObject().put("use", use);
      one.put("does", component.description());
      one.set("with", component.params());
      if (component.content() instanceof Component.Content.Steps steps) {
        one.set("output", steps.yielding());
      }
    });
    return described;
  }
}

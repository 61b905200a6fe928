package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.library.Component;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of a plan that a model may make: what is allowed, and nothing else (A3). Pure.
 */
final class PlanSchema {
  private static final String ID = "^[a-z][a-z0-9_]{0,63}$";
  private static final int MOST_CASES = 10;
  private static final int MOST_TOKENS = 100_000;
  private static final int MOST_ITERATIONS = 20;
  private static final int MOST_TURNS = 200;
  private static final int MOST_AGENT_TOKENS = 10_000_000;

  private PlanSchema() {}

  /**
   * @param planner whose templates steps may have models and agents work by
   * @param components what a step may stand for, by its name in the job
   */
  static JsonNode of(
      List<ToolDescriptor> tools,
      PlannerSpec planner,
      Map<String, Component> components,
      int maxSteps) {
    List<ObjectNode> single = new ArrayList<>();
    tools.forEach(tool -> single.add(step(tool)));
    planner.prompts().forEach(prompt -> single.add(prompt(prompt)));
    planner.agents().forEach(agent -> single.add(agent(agent, tools)));
    components.forEach((use, component) -> single.add(imported(use, component)));
    ObjectNode schema = object();
    schema.put("type", "object").put("additionalProperties", false);
    schema.putArray("required").add("steps");
    ObjectNode steps = schema.putObject("properties").putObject("steps");
    steps(steps, single, maxSteps);
    ((ArrayNode) steps.at("/items/anyOf"))
        .add(branch(single, maxSteps))
        .add(loop(single, maxSteps));
    return schema;
  }

  private static void steps(ObjectNode list, List<ObjectNode> kinds, int most) {
    list.put("type", "array").put("minItems", 1).put("maxItems", most);
    ArrayNode either = list.putObject("items").putArray("anyOf");
    kinds.forEach(either::add);
  }

  private static ObjectNode step(ToolDescriptor tool) {
    ObjectNode step = single("tool", tool.name());
    ((ObjectNode) step.path("properties")).set("params", params(tool.inputSchema()));
    return step;
  }

  /** What a prompt is given has the names that its template asks for; those are checked later. */
  private static ObjectNode prompt(String path) {
    ObjectNode step = single("prompt", path);
    ObjectNode properties = (ObjectNode) step.path("properties");
    properties.putObject("params").put("type", "object");
    number(properties.putObject("maxTokens"), MOST_TOKENS);
    return step;
  }

  /** Always with limits, so that what it can cost is known before the plan runs. */
  private static ObjectNode agent(String path, List<ToolDescriptor> tools) {
    ObjectNode step = common("agent");
    ((ArrayNode) step.path("required")).add("stop");
    ObjectNode properties = (ObjectNode) step.path("properties");
    properties.putObject("agent").put("const", path);
    text(properties.putObject("when"));
    properties.putObject("params").put("type", "object");
    ObjectNode asked = properties.putObject("tools").put("type", "array");
    asked.put("uniqueItems", true);
    ArrayNode names = asked.putObject("items").putArray("enum");
    tools.forEach(tool -> names.add(tool.name()));
    ObjectNode stop = properties.putObject("stop").put("type", "object");
    stop.put("additionalProperties", false);
    stop.putArray("required").add("turns").add("tokens");
    number(stop.putObject("properties").putObject("turns"), MOST_TURNS);
    number(((ObjectNode) stop.path("properties")).putObject("tokens"), MOST_AGENT_TOKENS);
    return step;
  }

  private static ObjectNode imported(String use, Component component) {
    ObjectNode step = common("use");
    ObjectNode properties = (ObjectNode) step.path("properties");
    properties.putObject("use").put("const", use);
    properties.set("with", params(component.params()));
    if (!component.params().path("required").isEmpty()) {
      ((ArrayNode) step.path("required")).add("with");
    }
    return step;
  }

  /** A step that does one thing, or one thing for every item. */
  private static ObjectNode single(String kind, String name) {
    ObjectNode step = common(kind);
    ObjectNode properties = (ObjectNode) step.path("properties");
    properties.putObject(kind).put("const", name);
    text(properties.putObject("when"));
    text(properties.putObject("forEach"));
    number(properties.putObject("maxParallel"), 10);
    return step;
  }

  /** One way of several; no branch stands in another. */
  private static ObjectNode branch(List<ObjectNode> single, int maxSteps) {
    ObjectNode step = common("branch");
    ObjectNode cases = ((ObjectNode) step.path("properties")).putObject("branch");
    cases.put("type", "array").put("minItems", 1).put("maxItems", MOST_CASES);
    ArrayNode either = cases.putObject("items").putArray("anyOf");
    ObjectNode when = either.addObject().put("type", "object").put("additionalProperties", false);
    when.putArray("required").add("when").add("steps");
    text(when.putObject("properties").putObject("when"));
    steps(((ObjectNode) when.path("properties")).putObject("steps"), single, maxSteps);
    ObjectNode last = either.addObject().put("type", "object").put("additionalProperties", false);
    last.putArray("required").add("else");
    steps(last.putObject("properties").putObject("else"), single, maxSteps);
    return step;
  }

  /** Steps again and again; none of them is a branch or a loop. */
  private static ObjectNode loop(List<ObjectNode> single, int maxSteps) {
    ObjectNode step = common("loop");
    ObjectNode loop =
        ((ObjectNode) step.path("properties")).putObject("loop").put("type", "object");
    loop.put("additionalProperties", false);
    loop.putArray("required").add("max").add("until").add("steps");
    ObjectNode properties = loop.putObject("properties");
    number(properties.putObject("max"), MOST_ITERATIONS);
    text(properties.putObject("until"));
    properties.putObject("onMax").putArray("enum").add("fail").add("continue");
    steps(properties.putObject("steps"), single, maxSteps);
    return step;
  }

  private static ObjectNode common(String kind) {
    ObjectNode step = object();
    step.put("type", "object").put("additionalProperties", false);
    step.putArray("required").add("id").add(kind);
    ObjectNode properties = step.putObject("properties");
    properties.putObject("id").put("type", "string").put("pattern", ID);
    ObjectNode after = properties.putObject("dependsOn");
    after.put("type", "array").put("maxItems", 50);
    after.putObject("items").put("type", "string").put("pattern", ID);
    return step;
  }

  private static void number(ObjectNode property, int most) {
    property.put("type", "integer").put("minimum", 1).put("maximum", most);
  }

  private static void text(ObjectNode property) {
    property.put("type", "string").put("maxLength", 2_000);
  }

  /** What the tool takes; where it takes a value, an expression may stand. */
  private static ObjectNode params(JsonNode input) {
    ObjectNode params = input.deepCopy();
    params
        .path("properties")
        .properties()
        .forEach(e -> {
          ArrayNode either = object().putArray("anyOf");
          either.add(e.getValue());
          either.addObject().put("type", "string").put("pattern", "\\$\\{\\{.+\\}\\}");
          e.setValue(object().set("anyOf", either));
        });
    return params;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}

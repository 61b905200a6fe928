package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.List;

/**
 * The JSON Schema of a plan that a model may make: what is allowed, and nothing else (A3). Pure.
 */
final class PlanSchema {
  private static final String ID = "^[a-z][a-z0-9_]{0,63}$";

  private PlanSchema() {}

  static JsonNode of(List<ToolDescriptor> tools, int maxSteps) {
    ObjectNode schema = object();
    schema.put("type", "object").put("additionalProperties", false);
    schema.putArray("required").add("steps");
    ObjectNode steps = schema.putObject("properties").putObject("steps");
    steps.put("type", "array").put("minItems", 1).put("maxItems", maxSteps);
    ArrayNode kinds = steps.putObject("items").putArray("anyOf");
    tools.forEach(tool -> kinds.add(step(tool)));
    return schema;
  }

  private static ObjectNode step(ToolDescriptor tool) {
    ObjectNode step = object();
    step.put("type", "object").put("additionalProperties", false);
    step.putArray("required").add("id").add("tool");
    ObjectNode properties = step.putObject("properties");
    properties.putObject("id").put("type", "string").put("pattern", ID);
    properties.putObject("tool").put("const", tool.name());
    properties.set("params", params(tool.inputSchema()));
    ObjectNode after = properties.putObject("dependsOn");
    after.put("type", "array").put("maxItems", 50);
    after.putObject("items").put("type", "string").put("pattern", ID);
    properties.putObject("when").put("type", "string").put("maxLength", 2_000);
    return step;
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

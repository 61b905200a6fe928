package dev.stint.config.spec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.expression.Template;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code inputs}, a JSON Schema. An input that is not declared is refused later, whether or
 * not the schema says so: an undeclared name is more often a slip than a wish.
 */
final class InputsReader {
  private final ExpressionReader expressions;
  private final Map<String, Template> defaults = new LinkedHashMap<>();

  InputsReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  /** The defaults of inputs that have one. */
  Map<String, Template> defaults() {
    return defaults;
  }

  ObjectNode read(Fields job) {
    YamlNode node = job.node("inputs").orElse(null);
    if (node == null) return empty();
    if (!(node instanceof YamlMap map)) {
      job.refuse(
          "inputs", "wrong_type", "expected a JSON Schema, found " + node.kind(), "type: object");
      return empty();
    }
    ObjectNode schema = (ObjectNode) map.toJson();
    if (!schema.has("type")) schema.put("type", "object");
    if (!schema.path("type").asText().equals("object")) {
      job.problems()
          .add(
              map.get("type").orElse(map),
              job.pointer("inputs") + "/type",
              "bad_schema",
              "the inputs of a job are an object",
              "type: object");
      return empty();
    }
    if (!schema.has("additionalProperties")) schema.put("additionalProperties", false);
    if (!schema.has("properties")) schema.putObject("properties");
    if (!usable(schema, map, job)) return empty();
    if (map.get("properties").orElse(null) instanceof YamlMap properties) {
      properties(properties, schema, job);
    }
    return schema;
  }

  private static ObjectNode empty() {
    var schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object").put("additionalProperties", false).putObject("properties");
    return schema;
  }

  private static boolean usable(ObjectNode schema, YamlMap map, Fields job) {
    var found = JsonSchemas.check(schema);
    for (var problem : found) {
      job.problems()
          .add(
              YamlPointer.find(map, problem.pointer()),
              job.pointer("inputs") + problem.pointer(),
              "bad_schema",
              problem.message(),
              "inputs is a JSON Schema of type object");
    }
    return found.isEmpty();
  }

  private void properties(YamlMap properties, ObjectNode schema, Fields job) {
    String base = job.pointer("inputs") + "/properties/";
    for (var property : properties.entries()) {
      String pointer = base + Fields.escape(property.key());
      if (!Names.INPUT.matches(property.key())) {
        job.problems()
            .add(property.at(), pointer, "bad_name", "an input needs a name like max_pages", "");
      }
      if (property.value() instanceof YamlMap map) {
        map.get("default").ifPresent(d -> standard(property.key(), d, pointer, schema, job));
      }
    }
  }

  private void standard(
      String name, YamlNode value, String pointer, ObjectNode schema, Fields job) {
    var template =
        expressions.template(value, pointer + "/default", new ExpressionUse.Site.InputDefault());
    defaults.put(name, template);
    if (template.expressions().findAny().isPresent()) return; // known when a run starts
    var lenient = schema.deepCopy();
    lenient.remove("required");
    var given = JsonNodeFactory.instance.objectNode();
    given.set(name, value.toJson());
    for (var problem : JsonSchemas.validate(lenient, given)) {
      job.problems()
          .add(
              value,
              pointer + "/default",
              "bad_default",
              problem.message(),
              "the default must fit");
    }
  }
}

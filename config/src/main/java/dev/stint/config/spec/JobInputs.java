package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.expression.ExpressionException;
import dev.stint.config.expression.Expressions;
import dev.stint.config.expression.Template;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.schema.SchemaProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Fills in defaults and checks inputs against the job's schema. Thread-safe. */
final class JobInputs {
  private final JsonNode schema;
  private final Map<String, Template> defaults;
  private final Expressions expressions;

  /** Compiled when the first run is submitted: most jobs that are read are only looked at. */
  private final AtomicReference<JsonSchemas.Known> compiled = new AtomicReference<>();

  JobInputs(JsonNode schema, Map<String, Template> defaults, Expressions expressions) {
    this.schema = schema;
    this.defaults = defaults;
    this.expressions = expressions;
  }

  InputsResult complete(JsonNode given, JsonNode run) {
    if (!given.isObject()) {
      return new InputsResult.Refused(
          List.of(new SchemaProblem("", "type", "expected an object of inputs")));
    }
    ObjectNode inputs = given.deepCopy();
    var scope = JsonNodeFactory.instance.objectNode();
    scope.set("run", run);
    List<SchemaProblem> problems = new ArrayList<>();
    defaults.forEach((name, template) -> {
      if (inputs.has(name)) return;
      try {
        inputs.set(name, expressions.evaluate(template, scope));
      } catch (ExpressionException e) {
        problems.add(new SchemaProblem("/" + name, "default", e.getMessage()));
      }
    });
    if (problems.isEmpty()) problems.addAll(known().validate(inputs));
    return problems.isEmpty()
        ? new InputsResult.Accepted(inputs)
        : new InputsResult.Refused(problems);
  }

  private JsonSchemas.Known known() {
    JsonSchemas.Known known = compiled.get();
    if (known != null) return known;
    known = JsonSchemas.known(schema);
    compiled.set(known);
    return known;
  }

  /** Texts from a command line, each read as the type its input declares. */
  JsonNode fromText(Map<String, String> given) {
    var inputs = JsonNodeFactory.instance.objectNode();
    given.forEach((name, text) -> {
      JsonNode type = schema.path("properties").path(name).path("type");
      boolean asText = type.asText().equals("string") || type.isMissingNode();
      inputs.set(name, asText ? JsonNodeFactory.instance.textNode(text) : parsed(text));
    });
    return inputs;
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      return JsonNodeFactory.instance.textNode(text); // the schema says what was expected
    }
  }
}

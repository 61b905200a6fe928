package dev.stint.runtime.connector.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.connector.openapi.OpenApiDocument.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operation takes and gives, as a tool's schemas. Arguments are the parameters by name, and
 * {@code body}.
 */
record OperationShape(List<Parameter> parameters, JsonNode input, JsonNode output) {
  private static final String BODY = "body";

  /**
   * @throws IllegalArgumentException saying what of the operation cannot be a tool's
   */
  static OperationShape of(OpenApiDocument document, Operation operation) {
    List<Parameter> parameters = parameters(document, operation);
    var taking = new SchemaConversion(document);
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = input.putObject("properties");
    var required = input.putArray("required");
    for (Parameter parameter : parameters) {
      properties.set(parameter.property(), taking.convert(parameter.schema()));
      if (parameter.required()) required.add(parameter.property());
    }
    if (operation.body().has("requestBody")) {
      JsonNode body = resolved(document, operation.body().get("requestBody"));
      properties.set(BODY, taking.convert(jsonContent(body).orElseThrow(() -> noJson())));
      if (body.path("required").asBoolean()) required.add(BODY);
    }
    ObjectNode definitions = taking.definitions();
    if (!definitions.isEmpty()) input.set("$defs", definitions);
    return new OperationShape(parameters, input, output(document, operation));
  }

  private static List<Parameter> parameters(OpenApiDocument document, Operation operation) {
    Map<String, Parameter> found = new LinkedHashMap<>();
    for (JsonNode list :
        List.of(operation.pathItem().path("parameters"), operation.body().path("parameters"))) {
      for (JsonNode each : list) {
        Parameter parameter = parameter(resolved(document, each));
        // An operation's own parameter takes the place of the path's.
        found.put(parameter.place() + " " + parameter.name(), parameter);
      }
    }
    return found.values().stream()
        .map(parameter -> {
          boolean taken =
              parameter.name().equals(BODY)
                  || found.values().stream()
                          .filter(other -> other.name().equals(parameter.name()))
                          .count()
                      > 1;
          return taken ? renamed(parameter) : parameter;
        })
        .toList();
  }

  private static Parameter renamed(Parameter p) {
    return new Parameter(
        p.place() + "_" + p.name(), p.name(), p.place(), p.required(), p.explode(), p.schema());
  }

  private static Parameter parameter(JsonNode node) {
    String place = node.path("in").asText();
    String name = node.path("name").asText();
    JsonNode schema = node.path("schema");
    String type = schema.path("type").asText();
    if (place.equals("cookie") || !schema.isObject() || type.equals("object")) {
      throw new IllegalArgumentException(
          "expected a parameter in path, query or header with a plain schema, found " + name);
    }
    return new Parameter(
        name,
        name,
        place,
        node.path("required").asBoolean() || place.equals("path"),
        node.path("explode").asBoolean(place.equals("query")),
        schema);
  }

  private static JsonNode output(OpenApiDocument document, Operation operation) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("type", "object").put("additionalProperties", false);
    output.putArray("required").add("sent");
    ObjectNode properties = output.putObject("properties");
    properties.putObject("sent").put("type", "boolean");
    properties.putObject("status").put("type", "integer");
    properties.putObject("url").put("type", "string");
    properties.putObject("text").put("type", "string");
    var giving = new SchemaConversion(document);
    properties.set(
        BODY,
        answer(document, operation)
            .map(giving::convert)
            .orElseGet(JsonNodeFactory.instance::objectNode));
    ObjectNode definitions = giving.definitions();
    if (!definitions.isEmpty()) output.set("$defs", definitions);
    return output;
  }

  /** The schema of the one good answer; with several of them, each is checked by the service. */
  private static Optional<JsonNode> answer(OpenApiDocument document, Operation operation) {
    List<JsonNode> good =
        operation.body().path("responses").properties().stream()
            .filter(e -> e.getKey().startsWith("2"))
            .flatMap(e -> jsonContent(resolved(document, e.getValue())).stream())
            .toList();
    return good.size() == 1 ? Optional.of(good.getFirst()) : Optional.empty();
  }

  private static Optional<JsonNode> jsonContent(JsonNode holder) {
    return holder.path("content").properties().stream()
        .filter(e -> e.getKey().matches("(?i)application/([a-z0-9.+-]+\\+)?json(;.*)?"))
        .map(e -> e.getValue().path("schema"))
        .filter(JsonNode::isObject)
        .findFirst();
  }

  private static JsonNode resolved(OpenApiDocument document, JsonNode node) {
    return document
        .resolve(node)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected a reference within the document, found " + node.path("$ref").asText()));
  }

  private static IllegalArgumentException noJson() {
    return new IllegalArgumentException("expected a request body of JSON with a schema");
  }
}

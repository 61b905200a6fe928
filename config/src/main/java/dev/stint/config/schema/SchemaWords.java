package dev.stint.config.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Error;
import dev.stint.config.text.NearestName;
import java.util.ArrayList;
import java.util.List;

/** Own words for what a validator finds: what was expected, what was found. */
final class SchemaWords {
  private static final String FALSE_SCHEMA = "additionalProperties";

  private final JsonNode schema;
  private final JsonNode value;

  SchemaWords(JsonNode schema, JsonNode value) {
    this.schema = schema;
    this.value = value;
  }

  List<SchemaProblem> describe(Error error) {
    String path = error.getEvaluationPath();
    if (error.getKeyword() == null) return List.of(refusedMember(error));
    if (error.getKeyword().equals("required")) return missing(error);
    JsonNode limit = owner(error).path(error.getKeyword());
    JsonNode found = value.at(error.getInstanceLocation());
    return List.of(
        new SchemaProblem(
            error.getInstanceLocation(), error.getKeyword(), words(error, limit, found, path)));
  }

  private String words(Error error, JsonNode limit, JsonNode found, String path) {
    return switch (error.getKeyword()) {
      case "type" -> "expected " + types(limit) + ", found " + kind(found);
      case "enum" -> "expected one of " + list(limit) + ", found " + kind(found);
      case "const" -> "expected " + limit + ", found " + kind(found);
      case "pattern" -> "expected text that matches " + limit.asText() + ", found " + kind(found);
      case "minimum", "exclusiveMinimum" ->
          "expected a number from " + limit + " up, found " + found;
      case "maximum", "exclusiveMaximum" -> "expected a number up to " + limit + ", found " + found;
      case "minLength" -> "expected at least " + limit + " characters, found " + kind(found);
      case "maxLength" -> "expected at most " + limit + " characters, found " + kind(found);
      case "minItems" -> "expected at least " + limit + " items, found " + found.size();
      case "maxItems" -> "expected at most " + limit + " items, found " + found.size();
      case "anyOf", "oneOf" -> "fits none or more than one of the allowed forms";
      default -> "does not satisfy \"" + error.getKeyword() + "\" (" + path + ")";
    };
  }

  private List<SchemaProblem> missing(Error error) {
    JsonNode object = value.at(error.getInstanceLocation());
    List<SchemaProblem> problems = new ArrayList<>();
    for (JsonNode name : owner(error).path("required")) {
      if (!object.has(name.asText())) {
        problems.add(
            new SchemaProblem(
                error.getInstanceLocation(), "required", "missing \"" + name.asText() + "\""));
      }
    }
    return problems;
  }

  private SchemaProblem refusedMember(Error error) {
    String location = error.getInstanceLocation();
    String name =
        location.substring(location.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    List<String> known = new ArrayList<>();
    String path = error.getSchemaLocation();
    int cut = path.lastIndexOf('/' + FALSE_SCHEMA);
    if (cut < 0) return new SchemaProblem(location, "false", "nothing is allowed here");
    at(path.substring(0, cut)).path("properties").fieldNames().forEachRemaining(known::add);
    return new SchemaProblem(
        location,
        FALSE_SCHEMA,
        "unknown property \"" + name + "\"" + NearestName.hint(name, known));
  }

  private JsonNode owner(Error error) {
    return at(error.getSchemaLocation());
  }

  private JsonNode at(String schemaLocation) {
    int hash = schemaLocation.indexOf('#');
    return schema.at(JsonPointer.compile(hash < 0 ? "" : schemaLocation.substring(hash + 1)));
  }

  private static String types(JsonNode limit) {
    return limit.isArray() ? list(limit) : limit.asText();
  }

  private static String list(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(v -> texts.add(v.isTextual() ? v.textValue() : v.toString()));
    return String.join(", ", texts.subList(0, Math.min(12, texts.size())));
  }

  static String kind(JsonNode found) {
    return switch (found.getNodeType()) {
      case STRING -> "text of " + found.textValue().length() + " characters";
      case NUMBER -> found.isIntegralNumber() ? "an integer" : "a number";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "a list of " + found.size();
      case OBJECT -> "an object";
      case NULL -> "null";
      default -> "nothing";
    };
  }
}

package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** The plainest value that fits a schema of the usual kind. */
final class SchemaExample {
  private SchemaExample() {}

  static JsonNode of(JsonNode schema) {
    if (schema.has("const")) return schema.get("const");
    if (schema.path("enum").has(0)) return schema.get("enum").get(0);
    return switch (schema.path("type").asText()) {
      case "object" -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("required")) {
          object.set(name.asText(), of(schema.path("properties").path(name.asText())));
        }
        yield object;
      }
      case "array" -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < schema.path("minItems").asInt(); i++)
          array.add(of(schema.path("items")));
        yield array;
      }
      case "integer", "number" -> IntNode.valueOf(schema.path("minimum").asInt(1));
      case "boolean" -> BooleanNode.TRUE;
      default -> TextNode.valueOf("text");
    };
  }
}

package dev.stint.runtime.connector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;

/** What a command takes and gives, as JSON Schemas. Pure. */
final class CommandSchemas {
  private static final int STDIN = 10_000_000;

  private CommandSchemas() {}

  static JsonNode input(CommandSettings settings) {
    var schema = (ObjectNode) Json.parse("{\"type\": \"object\", \"additionalProperties\": false}");
    ObjectNode properties = schema.putObject("properties");
    var required = schema.putArray("required");
    var control = schema.putArray("x-stint-control");
    for (var parameter : settings.parameters().properties()) {
      control.add(parameter.getKey());
      properties.set(parameter.getKey(), parameter.getValue());
      if (!parameter.getValue().has("default")) required.add(parameter.getKey());
    }
    if (settings.stdin()) {
      properties.putObject("stdin").put("type", "string").put("maxLength", STDIN);
    }
    return schema;
  }

  static JsonNode output(CommandSettings settings) {
    var schema =
        (ObjectNode)
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["ran"],
                 "properties": {
                   "ran": {"type": "boolean"}, "exitCode": {"type": "integer"},
                   "command": {"type": "array", "items": {"type": "string"}},
                   "stderr": {"type": "string"}}}
                """);
    ObjectNode properties = (ObjectNode) schema.get("properties");
    if (settings.json()) properties.putObject("result");
    else properties.putObject("stdout").put("type", "string");
    return schema;
  }
}

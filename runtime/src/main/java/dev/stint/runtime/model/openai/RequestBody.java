package dev.stint.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import java.util.List;

/** A model request as the protocol wants it. Pure. */
final class RequestBody {
  private RequestBody() {}

  static String of(ModelRequest request) {
    var body = JsonNodeFactory.instance.objectNode().put("model", request.model());
    var messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", request.instructions());
    String data = PromptText.data(request);
    if (!data.isEmpty()) messages.addObject().put("role", "user").put("content", data);
    body.put("max_completion_tokens", request.maxOutputTokens());
    body.put("temperature", request.temperature());
    request.outputSchema().ifPresent(schema -> format(body, schema));
    return CanonicalJson.text(body);
  }

  private static void format(ObjectNode body, JsonNode schema) {
    var format = body.putObject("response_format").put("type", "json_schema");
    var named = format.putObject("json_schema").put("name", "reply");
    named.set("schema", withoutAnnotations(schema));
  }

  /** Stint's own {@code x-} keywords mean nothing to the server, and strict ones refuse them. */
  private static JsonNode withoutAnnotations(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    copy.findParents("x-extract").forEach(node -> ((ObjectNode) node).remove(List.of("x-extract")));
    return copy;
  }
}

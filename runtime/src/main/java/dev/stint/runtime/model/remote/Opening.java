package dev.stint.runtime.model.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import java.util.List;
import java.util.Optional;

/**
 * How a request begins: servers want a user's message first, so a prompt without data is one.
 *
 * @param system trusted text, in the place of instructions
 * @param user the data, or the prompt itself
 */
public record Opening(Optional<String> system, String user) {
  public static Opening of(ModelRequest request) {
    return of(request, request.instructions());
  }

  /** With the output schema in words, for servers that cannot have it beside tools. */
  public static Opening withSchema(ModelRequest request) {
    if (request.outputSchema().isEmpty() || request.tools().isEmpty()) return of(request);
    String schema = CanonicalJson.text(schema(request.outputSchema().get()));
    return of(
        request,
        request.instructions()
            + "\n\nWhen you need no more tools, answer with JSON alone, valid against this JSON"
            + " Schema: "
            + schema);
  }

  private static Opening of(ModelRequest request, String instructions) {
    String data = PromptText.data(request);
    return data.isEmpty()
        ? new Opening(Optional.empty(), instructions)
        : new Opening(Optional.of(instructions), data);
  }

  /** Stint's own {@code x-} keywords mean nothing to a server, and strict ones refuse them. */
  public static JsonNode schema(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    copy.findParents("x-extract").forEach(node -> ((ObjectNode) node).remove(List.of("x-extract")));
    return copy;
  }
}

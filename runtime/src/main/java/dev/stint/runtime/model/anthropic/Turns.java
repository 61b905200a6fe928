package dev.stint.runtime.model.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.model.remote.ToolNames;

/**
 * A conversation as Anthropic wants it: user and assistant by turns, what tools answered being the
 * user's.
 */
final class Turns {
  private final ArrayNode messages;

  Turns(ArrayNode messages) {
    this.messages = messages;
  }

  void add(String opening, ModelRequest request) {
    text("user", opening);
    for (ModelMessage message : request.messages()) {
      switch (message) {
        case ModelMessage.User user -> text("user", user.text());
        case ModelMessage.Assistant said -> {
          if (!said.text().isBlank()) text("assistant", said.text());
          for (ToolCall call : said.calls()) use(call);
        }
        case ModelMessage.ToolOutput answer -> result(answer);
      }
    }
  }

  private ObjectNode block(String role, String type) {
    boolean goesOn =
        !messages.isEmpty() && messages.get(messages.size() - 1).path("role").asText().equals(role);
    ArrayNode content =
        goesOn
            ? (ArrayNode) messages.get(messages.size() - 1).get("content")
            : messages.addObject().put("role", role).putArray("content");
    return content.addObject().put("type", type);
  }

  private void text(String role, String text) {
    block(role, "text").put("text", text);
  }

  private void use(ToolCall call) {
    ObjectNode use = block("assistant", "tool_use").put("id", call.id());
    use.put("name", ToolNames.plain(call.tool()));
    // What is no object was refused before; the protocol cannot carry it back.
    use.set(
        "input",
        call.arguments().isObject() ? call.arguments() : JsonNodeFactory.instance.objectNode());
  }

  private void result(ModelMessage.ToolOutput answer) {
    ObjectNode result = block("user", "tool_result").put("tool_use_id", answer.call());
    result.put("content", CanonicalJson.text(answer.output()));
    if (answer.failed()) result.put("is_error", true);
  }
}

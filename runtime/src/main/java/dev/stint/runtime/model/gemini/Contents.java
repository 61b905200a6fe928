package dev.stint.runtime.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.model.remote.ToolNames;
import java.util.HashMap;
import java.util.Map;

/** A conversation as Gemini wants it: results go by the tool's name, in the order of the calls. */
final class Contents {
  /**
   * Stands where a model's own signature of its thoughts would: these are not kept, and some models
   * refuse a call of theirs without one.
   */
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private final ArrayNode contents;
  private final Map<String, String> tools = new HashMap<>();

  Contents(ArrayNode contents) {
    this.contents = contents;
  }

  void add(String opening, ModelRequest request) {
    part("user").put("text", opening);
    for (ModelMessage message : request.messages()) {
      switch (message) {
        case ModelMessage.User user -> part("user").put("text", user.text());
        case ModelMessage.Assistant said -> {
          if (!said.text().isBlank()) part("model").put("text", said.text());
          said.calls().forEach(this::call);
        }
        case ModelMessage.ToolOutput answer -> {
          ObjectNode response = part("user").putObject("functionResponse");
          response.put("name", tools.getOrDefault(answer.call(), "unknown"));
          response.putObject("response").set(answer.failed() ? "error" : "output", answer.output());
        }
      }
    }
  }

  private void call(ToolCall call) {
    String name = ToolNames.plain(call.tool());
    tools.put(call.id(), name);
    ObjectNode part = part("model").put("thoughtSignature", NO_SIGNATURE);
    JsonNode none = JsonNodeFactory.instance.objectNode();
    part.putObject("functionCall")
        .put("name", name)
        .set("args", call.arguments().isObject() ? call.arguments() : none);
  }

  private ObjectNode part(String role) {
    boolean goesOn =
        !contents.isEmpty() && contents.get(contents.size() - 1).path("role").asText().equals(role);
    ArrayNode parts =
        goesOn
            ? (ArrayNode) contents.get(contents.size() - 1).get("parts")
            : contents.addObject().put("role", role).putArray("parts");
    return parts.addObject();
  }
}

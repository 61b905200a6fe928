package dev.stint.runtime.model.server;

import static dev.stint.runtime.model.server.Wire.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ollama's chat. It knows neither cached nor reasoning tokens, nor filters. */
final class OllamaWire implements Wire {
  @Override
  public String name() {
    return "ollama";
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/api/chat");
  }

  @Override
  public String keyHeader() {
    return "authorization";
  }

  @Override
  public Asked read(String path, JsonNode body) {
    Asked chat = new ChatWire().read(path, body);
    return new Asked(
        chat.model(),
        chat.stream(),
        chat.text(),
        chat.tools(),
        chat.told(),
        Optional.of(body.path("format")).filter(JsonNode::isObject));
  }

  @Override
  public JsonNode whole(Said said) {
    ObjectNode whole = object("model", said.model()).put("done", true);
    whole.put("done_reason", said.why() == Said.Why.LENGTH ? "length" : "stop");
    ObjectNode message = whole.putObject("message").put("role", "assistant");
    message.put("content", said.text());
    if (!said.calls().isEmpty()) message.set("tool_calls", ChatWire.calls(said, false));
    said.usage().ifPresent(u -> whole.put("prompt_eval_count", u[0]).put("eval_count", u[2]));
    return whole;
  }

  @Override
  public List<JsonNode> pieces(Said said) {
    List<JsonNode> pieces = new ArrayList<>();
    for (String half : Wire.halves(said.text())) {
      message(pieces, said).put("content", half);
    }
    if (!said.calls().isEmpty()) {
      message(pieces, said).put("content", "").set("tool_calls", ChatWire.calls(said, false));
    }
    ObjectNode last = whole(said).deepCopy();
    last.putObject("message").put("role", "assistant").put("content", "");
    pieces.add(last);
    return pieces;
  }

  private static ObjectNode message(List<JsonNode> pieces, Said said) {
    ObjectNode piece = object("model", said.model()).put("done", false);
    pieces.add(piece);
    return piece.putObject("message").put("role", "assistant");
  }

  @Override
  public String framed(JsonNode piece) {
    return piece + "\n";
  }

  @Override
  public String tooLong() {
    return "{\"error\": \"the prompt exceeds the context window\"}";
  }

  @Override
  public JsonNode error() {
    return object("error", "it broke");
  }
}

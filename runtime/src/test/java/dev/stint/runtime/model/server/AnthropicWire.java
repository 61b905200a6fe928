package dev.stint.runtime.model.server;

import static dev.stint.runtime.model.server.Wire.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Anthropic's messages. A client that wants JSON offers one more tool and says it must be used. */
final class AnthropicWire implements Wire {
  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/v1/messages");
  }

  @Override
  public String keyHeader() {
    return "x-api-key";
  }

  @Override
  public Asked read(String path, JsonNode body) {
    List<Asked.Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      tools.add(new Asked.Tool(tool.path("name").asText(), tool.path("input_schema")));
    }
    JsonNode content = body.path("messages").path(body.path("messages").size() - 1).path("content");
    JsonNode last = content.path(content.size() - 1);
    return new Asked(
        body.path("model").asText(),
        body.path("stream").asBoolean(),
        last.path("text").asText(),
        tools,
        last.path("type").asText().equals("tool_result"),
        Optional.empty());
  }

  private static String why(Said said) {
    return switch (said.why()) {
      case STOP -> said.calls().isEmpty() ? "end_turn" : "tool_use";
      case LENGTH -> "max_tokens";
      case FILTER -> "refusal";
    };
  }

  /** Cached input is counted beside the rest. */
  private static ObjectNode input(long[] u) {
    return object().put("input_tokens", u[0] - u[1]).put("cache_read_input_tokens", u[1]);
  }

  @Override
  public JsonNode whole(Said said) {
    ObjectNode whole = object("model", said.model()).put("stop_reason", why(said));
    ArrayNode content = whole.putArray("content");
    if (!said.text().isEmpty()) content.addObject().put("type", "text").put("text", said.text());
    for (Said.Call call : said.calls()) {
      ObjectNode use = content.addObject().put("type", "tool_use").put("id", "same-id");
      use.put("name", call.name()).set("input", call.arguments());
    }
    said.usage().ifPresent(u -> whole.set("usage", input(u).put("output_tokens", u[2])));
    return whole;
  }

  @Override
  public List<JsonNode> pieces(Said said) {
    List<JsonNode> pieces = new ArrayList<>();
    ObjectNode message = object("model", said.model());
    said.usage().ifPresent(u -> message.set("usage", input(u).put("output_tokens", 1)));
    ObjectNode start = object("type", "message_start");
    start.set("message", message);
    pieces.add(start);
    pieces.add(object("type", "ping"));
    int index = 0;
    for (JsonNode block : whole(said).path("content")) {
      boolean text = block.path("type").asText().equals("text");
      ObjectNode begun = block.deepCopy();
      if (text) begun.put("text", "");
      else begun.putObject("input");
      ObjectNode first = object("type", "content_block_start").put("index", index);
      first.set("content_block", begun);
      pieces.add(first);
      String all = text ? block.path("text").asText() : block.path("input").toString();
      for (String half : Wire.halves(all)) {
        ObjectNode piece = object("type", "content_block_delta").put("index", index);
        piece.putObject("delta").put(text ? "text" : "partial_json", half);
        pieces.add(piece);
      }
      pieces.add(object("type", "content_block_stop").put("index", index++));
    }
    ObjectNode end = object("type", "message_delta");
    end.putObject("delta").put("stop_reason", why(said));
    said.usage().ifPresent(u -> end.putObject("usage").put("output_tokens", u[2]));
    pieces.add(end);
    pieces.add(object("type", "message_stop"));
    return pieces;
  }

  @Override
  public String framed(JsonNode piece) {
    return "event: " + piece.path("type").asText() + "\ndata: " + piece + "\n\n";
  }

  @Override
  public String tooLong() {
    return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too"
        + " long\"}}";
  }
}

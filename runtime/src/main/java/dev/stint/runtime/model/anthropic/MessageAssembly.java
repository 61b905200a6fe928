package dev.stint.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.remote.Protocol.Assembly;
import dev.stint.runtime.model.remote.Reading;
import dev.stint.runtime.model.remote.StreamError;
import java.util.Map;
import java.util.TreeMap;

/** Events of a message. */
final class MessageAssembly implements Assembly {
  private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
  private final Map<Integer, StringBuilder> pieces = new TreeMap<>();
  private final ObjectNode usage = JsonNodeFactory.instance.objectNode();
  private String model = "";
  private String stop = "";
  private boolean ended;

  @Override
  public void add(JsonNode event) throws ModelException {
    StreamError.check(event);
    int index = event.path("index").asInt();
    switch (event.path("type").asText()) {
      case "message_start" -> {
        model = event.at("/message/model").asText();
        usage(event.at("/message/usage"));
      }
      case "content_block_start" -> {
        if (event.path("content_block") instanceof ObjectNode block) {
          blocks.put(index, block.deepCopy());
          pieces.put(index, new StringBuilder(block.path("text").asText("")));
        }
      }
      case "content_block_delta" -> {
        if (!blocks.containsKey(index)) throw Reading.malformed("a piece of a block never begun");
        JsonNode delta = event.path("delta");
        String more = delta.path("text").asText(delta.path("partial_json").asText(""));
        pieces.get(index).append(more);
      }
      case "message_delta" -> {
        stop = event.at("/delta/stop_reason").asText(stop);
        usage(event.path("usage"));
      }
      case "message_stop" -> ended = true;
      default -> {} // pings, ends of blocks, and what later versions add
    }
  }

  /** Counts of a later event stand for those before. */
  private void usage(JsonNode counts) {
    counts.properties().forEach(count -> usage.set(count.getKey(), count.getValue()));
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public JsonNode whole() {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.put("model", model).put("stop_reason", stop).set("usage", usage);
    ArrayNode content = whole.putArray("content");
    blocks.forEach((index, block) -> {
      String text = pieces.get(index).toString();
      switch (block.path("type").asText()) {
        case "text" -> block.put("text", text);
        case "tool_use" -> {
          if (!text.isBlank()) block.set("input", arguments(text));
        }
        default -> {}
      }
      content.add(block);
    });
    return whole;
  }

  private static JsonNode arguments(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException _) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}

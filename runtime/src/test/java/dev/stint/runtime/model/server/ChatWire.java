package dev.stint.runtime.model.server;

import static dev.stint.runtime.model.server.Wire.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chat completions. */
final class ChatWire implements Wire {
  @Override
  public String name() {
    return "openai-chat";
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/v1/chat/completions");
  }

  @Override
  public String keyHeader() {
    return "authorization";
  }

  @Override
  public Asked read(String path, JsonNode body) {
    List<Asked.Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      JsonNode function = tool.path("function");
      tools.add(new Asked.Tool(function.path("name").asText(), function.path("parameters")));
    }
    JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
    return new Asked(
        body.path("model").asText(),
        body.path("stream").asBoolean(),
        last.path("content").asText(),
        tools,
        last.path("role").asText().equals("tool"),
        Optional.of(body.at("/response_format/json_schema/schema")).filter(JsonNode::isObject));
  }

  static ArrayNode calls(Said said, boolean asText) {
    ArrayNode calls = object().putArray("calls");
    for (Said.Call call : said.calls()) {
      ObjectNode json = calls.addObject().put("id", "same-id").put("type", "function");
      json.put("index", calls.size() - 1);
      ObjectNode function = json.putObject("function").put("name", call.name());
      if (asText) function.put("arguments", call.arguments().toString());
      else function.set("arguments", call.arguments());
    }
    return calls;
  }

  private static String why(Said said) {
    return switch (said.why()) {
      case STOP -> said.calls().isEmpty() ? "stop" : "tool_calls";
      case LENGTH -> "length";
      case FILTER -> "content_filter";
    };
  }

  private static ObjectNode usage(long[] u) {
    ObjectNode usage = object().put("prompt_tokens", u[0]).put("completion_tokens", u[2]);
    usage.set("prompt_tokens_details", object().put("cached_tokens", u[1]));
    usage.set("completion_tokens_details", object().put("reasoning_tokens", u[3]));
    return usage;
  }

  @Override
  public JsonNode whole(Said said) {
    ObjectNode whole = object("model", said.model());
    ObjectNode choice = whole.putArray("choices").addObject().put("finish_reason", why(said));
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", said.text());
    if (!said.calls().isEmpty()) message.set("tool_calls", calls(said, true));
    said.usage().ifPresent(u -> whole.set("usage", usage(u)));
    return whole;
  }

  @Override
  public List<JsonNode> pieces(Said said) {
    List<JsonNode> pieces = new ArrayList<>();
    for (String half : Wire.halves(said.text())) delta(pieces, said).put("content", half);
    for (JsonNode call : calls(said, true)) {
      ObjectNode first = call.deepCopy();
      String arguments = call.at("/function/arguments").asText();
      List<String> halves = Wire.halves(arguments);
      ((ObjectNode) first.get("function")).put("arguments", halves.getFirst());
      delta(pieces, said).putArray("tool_calls").add(first);
      ObjectNode rest = object().put("index", call.path("index").asInt());
      rest.putObject("function").put("arguments", halves.getLast());
      delta(pieces, said).putArray("tool_calls").add(rest);
    }
    ObjectNode end = object("model", said.model());
    end.putArray("choices").addObject().put("finish_reason", why(said)).putObject("delta");
    pieces.add(end);
    said.usage()
        .ifPresent(u -> {
          ObjectNode last = object("model", said.model());
          last.putArray("choices");
          last.set("usage", usage(u));
          pieces.add(last);
        });
    return pieces;
  }

  private static ObjectNode delta(List<JsonNode> pieces, Said said) {
    ObjectNode piece = object("model", said.model());
    pieces.add(piece);
    return piece.putArray("choices").addObject().putObject("delta");
  }

  @Override
  public String end() {
    return "data: [DONE]\n\n";
  }

  @Override
  public String tooLong() {
    return "{\"error\": {\"code\": \"context_length_exceeded\", \"message\": \"too long\"}}";
  }
}

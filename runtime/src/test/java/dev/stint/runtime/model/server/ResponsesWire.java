package dev.stint.runtime.model.server;

import static dev.stint.runtime.model.server.Wire.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Responses. */
final class ResponsesWire implements Wire {
  @Override
  public String name() {
    return "openai-responses";
  }

  @Override
  public boolean serves(String path) {
    return path.equals("/v1/responses");
  }

  @Override
  public String keyHeader() {
    return "authorization";
  }

  @Override
  public Asked read(String path, JsonNode body) {
    List<Asked.Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      tools.add(new Asked.Tool(tool.path("name").asText(), tool.path("parameters")));
    }
    JsonNode last = body.path("input").path(body.path("input").size() - 1);
    return new Asked(
        body.path("model").asText(),
        body.path("stream").asBoolean(),
        last.path("content").asText(),
        tools,
        last.path("type").asText().equals("function_call_output"),
        Optional.of(body.at("/text/format/schema")).filter(JsonNode::isObject));
  }

  @Override
  public JsonNode whole(Said said) {
    ObjectNode whole = object("model", said.model()).put("object", "response");
    boolean cut = said.why() != Said.Why.STOP;
    whole.put("status", cut ? "incomplete" : "completed");
    if (cut) {
      String why = said.why() == Said.Why.LENGTH ? "max_output_tokens" : "content_filter";
      whole.putObject("incomplete_details").put("reason", why);
    }
    ArrayNode output = whole.putArray("output");
    output.addObject().put("type", "reasoning").putArray("summary");
    if (!said.text().isEmpty()) {
      ObjectNode message = output.addObject().put("type", "message").put("role", "assistant");
      for (String half : Wire.halves(said.text())) {
        message.withArray("content").addObject().put("type", "output_text").put("text", half);
      }
    }
    for (Said.Call call : said.calls()) {
      output
          .addObject()
          .put("type", "function_call")
          .put("call_id", "same-id")
          .put("name", call.name())
          .put("arguments", call.arguments().toString());
    }
    said.usage()
        .ifPresent(u -> {
          ObjectNode usage = whole.putObject("usage");
          usage.put("input_tokens", u[0]).put("output_tokens", u[2]);
          usage.putObject("input_tokens_details").put("cached_tokens", u[1]);
          usage.putObject("output_tokens_details").put("reasoning_tokens", u[3]);
        });
    return whole;
  }

  @Override
  public List<JsonNode> pieces(Said said) {
    List<JsonNode> pieces = new ArrayList<>();
    pieces.add(object("type", "response.created"));
    for (String half : Wire.halves(said.text())) {
      pieces.add(object("type", "response.output_text.delta").put("delta", half));
    }
    JsonNode whole = whole(said);
    ObjectNode last = object("type", "response." + whole.path("status").asText());
    last.set("response", whole);
    pieces.add(last);
    return pieces;
  }

  @Override
  public String framed(JsonNode piece) {
    return "event: " + piece.path("type").asText() + "\ndata: " + piece + "\n\n";
  }

  @Override
  public String tooLong() {
    return "{\"error\": {\"code\": \"context_length_exceeded\", \"message\": \"too long\"}}";
  }

  @Override
  public JsonNode error() {
    return object("type", "error").put("code", "server_error").put("message", "it broke");
  }
}

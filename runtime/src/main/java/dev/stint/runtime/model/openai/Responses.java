package dev.stint.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolCall;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.model.remote.Opening;
import dev.stint.runtime.model.remote.Protocol;
import dev.stint.runtime.model.remote.Reading;
import dev.stint.runtime.model.remote.StreamError;
import dev.stint.runtime.model.remote.ToolNames;
import java.util.Map;

/** OpenAI's responses. Nothing is stored at the server: the record of a run is Stint's own. */
public final class Responses implements Protocol {
  @Override
  public String name() {
    return "openai-responses";
  }

  @Override
  public String path(ModelRequest request, boolean stream) {
    return "responses";
  }

  @Override
  public Map<String, String> headers(String key) {
    return key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public JsonNode body(ModelRequest request, boolean stream, boolean temperature) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", request.model());
    Opening opening = Opening.of(request);
    opening.system().ifPresent(system -> body.put("instructions", system));
    ArrayNode input = body.putArray("input");
    say(input, "user", opening.user());
    for (ModelMessage message : request.messages()) add(input, message);
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      for (ToolOffer offer : request.tools()) tool(tools.addObject(), offer);
    }
    body.put("max_output_tokens", request.maxOutputTokens());
    if (temperature) body.put("temperature", request.temperature());
    request
        .outputSchema()
        .ifPresent(schema -> {
          ObjectNode format = body.putObject("text").putObject("format");
          format.put("type", "json_schema").put("name", "reply").put("strict", false);
          format.set("schema", Opening.schema(schema));
        });
    body.put("store", false);
    if (stream) body.put("stream", true);
    return body;
  }

  private static void say(ArrayNode input, String role, String text) {
    input.addObject().put("role", role).put("content", text);
  }

  private static void add(ArrayNode input, ModelMessage message) {
    switch (message) {
      case ModelMessage.User user -> say(input, "user", user.text());
      case ModelMessage.Assistant said -> {
        if (!said.text().isEmpty()) say(input, "assistant", said.text());
        for (ToolCall call : said.calls()) {
          input
              .addObject()
              .put("type", "function_call")
              .put("call_id", call.id())
              .put("name", ToolNames.plain(call.tool()))
              .put("arguments", CanonicalJson.text(call.arguments()));
        }
      }
      case ModelMessage.ToolOutput answer ->
          input
              .addObject()
              .put("type", "function_call_output")
              .put("call_id", answer.call())
              .put("output", CanonicalJson.text(answer.output()));
    }
  }

  private static void tool(ObjectNode tool, ToolOffer offer) {
    tool.put("type", "function").put("name", ToolNames.plain(offer.name()));
    tool.put("description", offer.description()).put("strict", false);
    tool.set("parameters", offer.inputSchema());
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Assembly assembly() {
    return new Events();
  }

  /** Only the last event counts: it holds the whole response. */
  private static final class Events implements Assembly {
    private JsonNode response = JsonNodeFactory.instance.missingNode();

    @Override
    public void add(JsonNode event) throws ModelException {
      switch (event.path("type").asText()) {
        case "response.completed", "response.incomplete" -> response = event.path("response");
        case "response.failed" -> throw StreamError.of(event.at("/response/error"));
        case "error" -> throw StreamError.of(event);
        default -> StreamError.check(event);
      }
    }

    @Override
    public boolean ended() {
      return response.isObject();
    }

    @Override
    public JsonNode whole() {
      return response;
    }
  }

  @Override
  public ModelReply reply(JsonNode answer, Reading reading) throws ModelException {
    if (answer.path("status").asText().equals("failed")) throw StreamError.of(answer.path("error"));
    JsonNode usage = answer.path("usage");
    reading.usage(
        usage.path("input_tokens"),
        usage.at("/input_tokens_details/cached_tokens"),
        usage.path("output_tokens"),
        usage.at("/output_tokens_details/reasoning_tokens"));
    boolean refused = false;
    for (JsonNode item : answer.path("output")) {
      switch (item.path("type").asText()) {
        case "message" -> {
          for (JsonNode part : item.path("content")) {
            reading.text(part.path("text").asText(""));
            refused |= part.path("type").asText().equals("refusal");
          }
        }
        case "function_call" -> reading.call(item.path("name").asText(), item.path("arguments"));
        default -> {} // reasoning, and whatever else is not for us
      }
    }
    String finish = answer.at("/incomplete_details/reason").asText(answer.path("status").asText());
    return reading.reply(answer.path("model").asText(), refused ? "refusal" : finish);
  }
}

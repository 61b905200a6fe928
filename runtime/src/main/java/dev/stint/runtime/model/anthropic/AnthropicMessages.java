package dev.stint.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.model.remote.Opening;
import dev.stint.runtime.model.remote.Protocol;
import dev.stint.runtime.model.remote.Reading;
import dev.stint.runtime.model.remote.ToolNames;
import java.util.List;
import java.util.Map;

/**
 * Anthropic's messages. A reply in a schema is asked for as the arguments of one more tool, {@value
 * #ANSWER}, which every version of the protocol knows.
 */
public final class AnthropicMessages implements Protocol {
  static final String ANSWER = "stint_answer";
  private static final String VERSION = "2023-06-01";

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public String path(ModelRequest request, boolean stream) {
    return "v1/messages";
  }

  /** Tools bring instructions of the server's own, of up to 530 tokens. */
  @Override
  public int frameTokens(ModelRequest request) {
    return request.tools().isEmpty() && request.outputSchema().isEmpty() ? 64 : 600;
  }

  @Override
  public Map<String, String> headers(String key) {
    return key.isEmpty()
        ? Map.of("anthropic-version", VERSION)
        : Map.of("anthropic-version", VERSION, "x-api-key", key);
  }

  @Override
  public JsonNode body(ModelRequest request, boolean stream, boolean temperature) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", request.model());
    Opening opening = Opening.of(request);
    opening.system().ifPresent(system -> body.put("system", system));
    new Turns(body.putArray("messages")).add(opening.user(), request);
    body.put("max_tokens", request.maxOutputTokens());
    if (temperature) body.put("temperature", Math.min(1, request.temperature()));
    tools(body, request);
    if (stream) body.put("stream", true);
    return body;
  }

  private static void tools(ObjectNode body, ModelRequest request) {
    if (request.tools().isEmpty() && request.outputSchema().isEmpty()) return;
    ArrayNode tools = body.putArray("tools");
    for (ToolOffer offer : request.tools()) {
      tool(tools, ToolNames.plain(offer.name()), offer.description(), offer.inputSchema());
    }
    if (request.outputSchema().isEmpty()) return;
    JsonNode schema = Opening.schema(request.outputSchema().get());
    boolean object = schema.path("type").asText().equals("object");
    // Arguments are always an object; a schema of another kind is wrapped in one.
    JsonNode input = object ? schema : wrapped(schema);
    tool(tools, ANSWER, "Gives the answer. Call it once, when no other tool is needed.", input);
    ObjectNode choice = body.putObject("tool_choice");
    if (request.tools().isEmpty()) choice.put("type", "tool").put("name", ANSWER);
    else choice.put("type", "any");
  }

  private static JsonNode wrapped(JsonNode schema) {
    ObjectNode wrapper =
        (ObjectNode) Json.parse("{\"type\": \"object\", \"required\": [\"answer\"]}");
    wrapper.putObject("properties").set("answer", schema);
    return wrapper;
  }

  private static void tool(ArrayNode tools, String name, String description, JsonNode schema) {
    tools.addObject().put("name", name).put("description", description).set("input_schema", schema);
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Assembly assembly() {
    return new MessageAssembly();
  }

  @Override
  public ModelReply reply(JsonNode answer, Reading reading) throws ModelException {
    if (!answer.path("content").isArray()) throw Reading.malformed("expected content, found none");
    usage(answer.path("usage"), reading);
    List<JsonNode> uses =
        answer.path("content").valueStream().filter(b -> type(b).equals("tool_use")).toList();
    boolean calls = uses.stream().anyMatch(use -> !use.path("name").asText().equals(ANSWER));
    String finish = answer.path("stop_reason").asText("unknown");
    if (!uses.isEmpty() && !calls) {
      boolean object = object(reading.request());
      JsonNode input = uses.getFirst().path("input");
      reading.text(CanonicalJson.text(object ? input : input.path("answer")));
      return reading.reply(
          answer.path("model").asText(), finish.equals("max_tokens") ? finish : "stop");
    }
    for (JsonNode block : answer.path("content")) {
      if (type(block).equals("text")) reading.text(block.path("text").asText(""));
    }
    for (JsonNode use : uses) {
      if (use.path("name").asText().equals(ANSWER)) continue; // it still asks for tools
      reading.call(use.path("name").asText(), use.path("input"));
    }
    return reading.reply(answer.path("model").asText(), finish);
  }

  private static boolean object(ModelRequest request) {
    return request.outputSchema().map(s -> type(s).equals("object")).orElse(true);
  }

  private static String type(JsonNode node) {
    return node.path("type").asText();
  }

  /** What was read from or written to the cache is counted beside the input, not in it. */
  private static void usage(JsonNode usage, Reading reading) {
    JsonNode cached = usage.path("cache_read_input_tokens");
    JsonNode input = usage.path("input_tokens");
    long own = Reading.counted(input, -1);
    long all =
        own
            + Reading.counted(cached, 0)
            + Reading.counted(usage.path("cache_creation_input_tokens"), 0);
    boolean known = own >= 0 && all <= Integer.MAX_VALUE;
    reading.usage(
        known ? IntNode.valueOf((int) all) : JsonNodeFactory.instance.missingNode(),
        cached,
        usage.path("output_tokens"),
        JsonNodeFactory.instance.missingNode());
  }
}

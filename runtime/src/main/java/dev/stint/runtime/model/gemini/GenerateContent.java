package dev.stint.runtime.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ToolOffer;
import dev.stint.runtime.model.remote.Opening;
import dev.stint.runtime.model.remote.Protocol;
import dev.stint.runtime.model.remote.Reading;
import dev.stint.runtime.model.remote.StreamError;
import dev.stint.runtime.model.remote.ToolNames;
import java.util.Map;

/** Gemini's generateContent. */
public final class GenerateContent implements Protocol {
  @Override
  public String name() {
    return "gemini";
  }

  @Override
  public String path(ModelRequest request, boolean stream) {
    String model = "models/" + request.model();
    return stream ? model + ":streamGenerateContent?alt=sse" : model + ":generateContent";
  }

  @Override
  public Map<String, String> headers(String key) {
    return key.isEmpty() ? Map.of() : Map.of("x-goog-api-key", key);
  }

  @Override
  public JsonNode body(ModelRequest request, boolean stream, boolean temperature) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    Opening opening = Opening.withSchema(request);
    opening
        .system()
        .ifPresent(
            s -> body.putObject("systemInstruction").putArray("parts").addObject().put("text", s));
    new Contents(body.putArray("contents")).add(opening.user(), request);
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools").addObject().putArray("functionDeclarations");
      for (ToolOffer offer : request.tools()) {
        tools
            .addObject()
            .put("name", ToolNames.plain(offer.name()))
            .put("description", offer.description())
            .set("parametersJsonSchema", offer.inputSchema());
      }
    }
    ObjectNode config = body.putObject("generationConfig");
    config.put("maxOutputTokens", request.maxOutputTokens());
    if (temperature) config.put("temperature", request.temperature());
    if (request.tools().isEmpty() && request.outputSchema().isPresent()) {
      config.put("responseMimeType", "application/json");
      config.set("responseJsonSchema", Opening.schema(request.outputSchema().get()));
    }
    return body;
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Assembly assembly() {
    return new Chunks();
  }

  /** Each chunk is an answer with some of the parts; the last one has a reason and the counts. */
  private static final class Chunks implements Assembly {
    private final ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    private JsonNode last = JsonNodeFactory.instance.missingNode();

    @Override
    public void add(JsonNode chunk) throws ModelException {
      StreamError.check(chunk);
      chunk.at("/candidates/0/content/parts").forEach(parts::add);
      boolean blocked = chunk.at("/promptFeedback/blockReason").isTextual();
      if (blocked || chunk.at("/candidates/0/finishReason").isTextual()) last = chunk;
    }

    @Override
    public boolean ended() {
      return last.isObject();
    }

    @Override
    public JsonNode whole() {
      ObjectNode whole = last.deepCopy();
      if (whole.at("/candidates/0") instanceof ObjectNode candidate) {
        candidate.putObject("content").set("parts", parts);
      }
      return whole;
    }
  }

  @Override
  public ModelReply reply(JsonNode answer, Reading reading) throws ModelException {
    JsonNode usage = answer.path("usageMetadata");
    reading.usage(
        sum(usage.path("promptTokenCount"), usage.path("toolUsePromptTokenCount")),
        usage.path("cachedContentTokenCount"),
        output(usage),
        usage.path("thoughtsTokenCount"));
    String version = answer.path("modelVersion").asText();
    JsonNode blocked = answer.at("/promptFeedback/blockReason");
    if (blocked.isTextual()) return reading.reply(version, "content_filter");
    JsonNode candidate = answer.at("/candidates/0");
    if (!candidate.isObject()) throw Reading.malformed("expected candidates[0], found none");
    for (JsonNode part : candidate.at("/content/parts")) {
      if (part.path("thought").asBoolean()) continue;
      reading.text(part.path("text").asText(""));
      JsonNode call = part.path("functionCall");
      if (call.isObject()) {
        JsonNode none = JsonNodeFactory.instance.objectNode();
        reading.call(call.path("name").asText(), call.has("args") ? call.get("args") : none);
      }
    }
    return reading.reply(version, candidate.path("finishReason").asText("unknown"));
  }

  /** An answer that was all thought has no count of candidates. */
  private static JsonNode output(JsonNode usage) {
    JsonNode thoughts = usage.path("thoughtsTokenCount");
    JsonNode candidates = usage.path("candidatesTokenCount");
    return candidates.isMissingNode() ? thoughts : sum(candidates, thoughts);
  }

  private static JsonNode sum(JsonNode count, JsonNode more) {
    long first = Reading.counted(count, -1);
    long all = first + Reading.counted(more, 0);
    boolean known = first >= 0 && all <= Integer.MAX_VALUE;
    return known ? IntNode.valueOf((int) all) : JsonNodeFactory.instance.missingNode();
  }
}

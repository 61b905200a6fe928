package dev.stint.runtime.model.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import dev.stint.runtime.model.openai.Messages;
import dev.stint.runtime.model.remote.Opening;
import dev.stint.runtime.model.remote.Protocol;
import dev.stint.runtime.model.remote.Reading;
import dev.stint.runtime.model.remote.StreamError;
import java.util.Map;

/**
 * Ollama's chat. Its context has a size that is asked for: a prompt that is longer is cut without a
 * word, so that much is asked for as the prompt may need.
 */
public final class OllamaChat implements Protocol {
  private static final int LEAST_CONTEXT = 4096;

  @Override
  public String name() {
    return "ollama";
  }

  @Override
  public String path(ModelRequest request, boolean stream) {
    return "api/chat";
  }

  @Override
  public Map<String, String> headers(String key) {
    return key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public JsonNode body(ModelRequest request, boolean stream, boolean temperature) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", request.model());
    new Messages(body.putArray("messages"), false).add(Opening.withSchema(request), request);
    Messages.tools(body, request);
    // A format beside tools keeps the model from asking for any.
    if (request.tools().isEmpty()) {
      request.outputSchema().ifPresent(schema -> body.set("format", Opening.schema(schema)));
    }
    ObjectNode options = body.putObject("options");
    options.put("num_predict", request.maxOutputTokens());
    options.put("num_ctx", context(request));
    if (temperature) options.put("temperature", request.temperature());
    body.put("stream", stream);
    return body;
  }

  /** In doubling steps: each other size makes the server load the model again. */
  private static int context(ModelRequest request) {
    long needed = PromptText.tokens(request) * 3 / 2 + request.maxOutputTokens();
    int size = LEAST_CONTEXT;
    while (size < needed && size < 1 << 20) size *= 2;
    return size;
  }

  @Override
  public Framing framing() {
    return Framing.LINES;
  }

  @Override
  public Assembly assembly() {
    return new Lines();
  }

  /** Each line holds some of the message; the last one the counts. */
  private static final class Lines implements Assembly {
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode calls = JsonNodeFactory.instance.arrayNode();
    private JsonNode last = JsonNodeFactory.instance.missingNode();

    @Override
    public void add(JsonNode line) throws ModelException {
      StreamError.check(line);
      text.append(line.at("/message/content").asText(""));
      line.at("/message/tool_calls").forEach(calls::add);
      if (line.path("done").asBoolean()) last = line;
    }

    @Override
    public boolean ended() {
      return last.isObject();
    }

    @Override
    public JsonNode whole() {
      ObjectNode whole = last.deepCopy();
      ObjectNode message = whole.putObject("message").put("content", text.toString());
      message.set("tool_calls", calls);
      return whole;
    }
  }

  @Override
  public ModelReply reply(JsonNode answer, Reading reading) throws ModelException {
    JsonNode none = JsonNodeFactory.instance.missingNode();
    JsonNode message = answer.path("message");
    if (!message.isObject()) throw Reading.malformed("expected message, found none");
    reading.usage(answer.path("prompt_eval_count"), none, answer.path("eval_count"), none);
    reading.text(message.path("content").asText(""));
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      reading.call(function.path("name").asText(), function.path("arguments"));
    }
    return reading.reply(
        answer.path("model").asText(), answer.path("done_reason").asText("unknown"));
  }
}

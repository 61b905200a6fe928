package dev.stint.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.remote.Opening;
import dev.stint.runtime.model.remote.Protocol;
import dev.stint.runtime.model.remote.Reading;
import java.util.Map;

/** OpenAI's chat completions, which most servers speak. */
public final class ChatCompletions implements Protocol {
  @Override
  public String name() {
    return "openai-chat";
  }

  @Override
  public String path(ModelRequest request, boolean stream) {
    return "chat/completions";
  }

  @Override
  public Map<String, String> headers(String key) {
    return key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public JsonNode body(ModelRequest request, boolean stream, boolean temperature) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", request.model());
    new Messages(body.putArray("messages"), true).add(Opening.of(request), request);
    Messages.tools(body, request);
    body.put("max_completion_tokens", request.maxOutputTokens());
    if (temperature) body.put("temperature", request.temperature());
    request
        .outputSchema()
        .ifPresent(schema -> {
          ObjectNode format = body.putObject("response_format").put("type", "json_schema");
          format
              .putObject("json_schema")
              .put("name", "reply")
              .set("schema", Opening.schema(schema));
        });
    if (stream) body.put("stream", true).putObject("stream_options").put("include_usage", true);
    return body;
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Assembly assembly() {
    return new ChatAssembly();
  }

  @Override
  public ModelReply reply(JsonNode answer, Reading reading) throws ModelException {
    JsonNode choice = answer.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) throw Reading.malformed("expected choices[0].message, found none");
    JsonNode usage = answer.path("usage");
    reading.usage(
        usage.path("prompt_tokens"),
        usage.at("/prompt_tokens_details/cached_tokens"),
        usage.path("completion_tokens"),
        usage.at("/completion_tokens_details/reasoning_tokens"));
    reading.text(message.path("content").asText(""));
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      reading.call(function.path("name").asText(), function.path("arguments"));
    }
    boolean refused = message.path("refusal").isTextual();
    String finish = refused ? "refusal" : choice.path("finish_reason").asText("unknown");
    return reading.reply(answer.path("model").asText(), finish);
  }
}

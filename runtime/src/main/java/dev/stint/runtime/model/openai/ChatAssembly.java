package dev.stint.runtime.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.remote.Protocol.Assembly;
import dev.stint.runtime.model.remote.StreamError;
import java.util.Map;
import java.util.TreeMap;

/** Chunks of a chat completion. */
final class ChatAssembly implements Assembly {
  /** A call that comes in pieces. */
  private static final class Call {
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private String model = "";
  private String finish = "";
  private JsonNode usage = JsonNodeFactory.instance.missingNode();

  @Override
  public void add(JsonNode chunk) throws ModelException {
    StreamError.check(chunk);
    model = chunk.path("model").asText(model);
    if (chunk.path("usage").isObject()) usage = chunk.get("usage");
    JsonNode choice = chunk.path("choices").path(0);
    JsonNode delta = choice.path("delta");
    text.append(delta.path("content").asText(""));
    refusal.append(delta.path("refusal").asText(""));
    for (JsonNode piece : delta.path("tool_calls")) {
      Call call = calls.computeIfAbsent(piece.path("index").asInt(), _ -> new Call());
      JsonNode function = piece.path("function");
      if (function.path("name").isTextual()) call.name += function.get("name").textValue();
      call.arguments.append(function.path("arguments").asText(""));
    }
    if (choice.path("finish_reason").isTextual()) finish = choice.get("finish_reason").textValue();
  }

  /** The usage comes after the end; some servers send none, and then the stream just ends. */
  @Override
  public boolean ended() {
    return !finish.isEmpty() && usage.isObject();
  }

  @Override
  public boolean complete() {
    return !finish.isEmpty();
  }

  @Override
  public JsonNode whole() {
    ObjectNode whole = JsonNodeFactory.instance.objectNode().put("model", model);
    ObjectNode choice = whole.putArray("choices").addObject().put("finish_reason", finish);
    ObjectNode message = choice.putObject("message").put("content", text.toString());
    if (!refusal.isEmpty()) message.put("refusal", refusal.toString());
    ArrayNode all = message.putArray("tool_calls");
    calls
        .values()
        .forEach(call -> {
          ObjectNode function = all.addObject().putObject("function").put("name", call.name);
          function.put("arguments", call.arguments.toString());
        });
    if (usage.isObject()) whole.set("usage", usage);
    return whole;
  }
}

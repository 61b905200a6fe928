package dev.stint.runtime.activity;

import dev.stint.config.json.Json;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A model that says what the test wants, and keeps its own books: a key is billed once. */
final class ScriptedTurns implements ModelProvider {
  final List<ModelRequest> requests = new ArrayList<>();
  private final Map<String, ModelReply> answered = new HashMap<>();
  private final BiFunction<Integer, ModelRequest, ModelReply> script;

  /**
   * @param script from the number of the distinct request, counted from 1
   */
  ScriptedTurns(BiFunction<Integer, ModelRequest, ModelReply> script) {
    this.script = script;
  }

  static ModelReply calls(String... toolsAndArguments) {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < toolsAndArguments.length; i += 2) {
      calls.add(new ToolCall("c" + i, toolsAndArguments[i], Json.parse(toolsAndArguments[i + 1])));
    }
    return new ModelReply("", calls, TokenUsage.of(10, 20), "test-1", "tool_calls");
  }

  static ModelReply says(String text) {
    return new ModelReply(text, List.of(), TokenUsage.of(10, 20), "test-1", "stop");
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public long promptTokens(ModelRequest request) {
    return PromptText.tokens(request);
  }

  @Override
  public ModelReply complete(ModelRequest request) {
    ModelReply known = answered.get(request.idempotencyKey());
    if (known != null) return known;
    requests.add(request);
    ModelReply reply = script.apply(requests.size(), request);
    answered.put(request.idempotencyKey(), reply);
    return reply;
  }
}

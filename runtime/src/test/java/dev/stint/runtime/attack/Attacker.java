package dev.stint.runtime.attack;

import dev.stint.config.json.Json;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A model in the hands of an attacker: it answers whatever it likes, and remembers all that it was
 * told. Thread-safe.
 */
public final class Attacker implements ModelProvider {
  private final List<ModelRequest> told = new CopyOnWriteArrayList<>();
  private volatile Function<ModelRequest, ModelReply> will;

  /**
   * @param will what it answers
   */
  public Attacker(Function<ModelRequest, ModelReply> will) {
    this.will = will;
  }

  /** Asks for these calls one turn after the other, then says something. */
  public static Attacker wishing(ModelReply... turns) {
    return new Attacker(inTurn(turns));
  }

  /** Wants this from here on, and forgets what it was told. */
  public Attacker now(ModelReply... turns) {
    told.clear();
    will = inTurn(turns);
    return this;
  }

  private static Function<ModelRequest, ModelReply> inTurn(ModelReply... turns) {
    return request -> {
      int turn =
          (int)
              request.messages().stream().filter(ModelMessage.Assistant.class::isInstance).count();
      return turn < turns.length ? turns[turn] : says("done");
    };
  }

  /** Some tools with their arguments, in turns. */
  public static ModelReply calls(String... toolsAndArguments) {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < toolsAndArguments.length; i += 2) {
      calls.add(new ToolCall("c" + i, toolsAndArguments[i], Json.parse(toolsAndArguments[i + 1])));
    }
    return new ModelReply("", calls, TokenUsage.of(10, 20), "attacker-1", "tool_calls");
  }

  public static ModelReply says(String text) {
    return new ModelReply(text, List.of(), TokenUsage.of(10, 20), "attacker-1", "stop");
  }

  /** Everything that it was ever sent. */
  String told() {
    var text = new StringBuilder();
    for (ModelRequest request : told) {
      text.append(request.instructions()).append(PromptText.data(request));
      request.messages().forEach(message -> text.append(message).append('\n'));
    }
    return text.toString();
  }

  int asked() {
    return told.size();
  }

  @Override
  public String name() {
    return "attacker";
  }

  @Override
  public long promptTokens(ModelRequest request) {
    return PromptText.tokens(request);
  }

  @Override
  public ModelReply complete(ModelRequest request) {
    told.add(request);
    return will.apply(request);
  }
}

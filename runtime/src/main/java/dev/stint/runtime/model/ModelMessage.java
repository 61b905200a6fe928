package dev.stint.runtime.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One turn of a conversation with a model, after the instructions and the data. What a model said
 * or a tool answered is data: providers send it in its own role, never as instructions.
 */
public sealed interface ModelMessage {
  /** Text of the job's own, e.g. the goal of an agent or the question for a summary. */
  record User(String text) implements ModelMessage {}

  /**
   * What the model answered in an earlier turn.
   *
   * @param calls the tools it asked for; each is answered by one {@link ToolOutput} after it
   */
  record Assistant(String text, List<ToolCall> calls) implements ModelMessage {
    public Assistant {
      calls = List.copyOf(calls);
    }
  }

  /**
   * What became of a call that the model asked for.
   *
   * @param call id of the {@link ToolCall}
   * @param failed the call did not succeed; {@code output} says why in a constant form
   */
  record ToolOutput(String call, JsonNode output, boolean failed) implements ModelMessage {}
}

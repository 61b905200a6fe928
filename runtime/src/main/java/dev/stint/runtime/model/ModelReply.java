package dev.stint.runtime.model;

import java.util.List;

/**
 * A completion.
 *
 * @param text the reply; JSON text when the request had a schema (validated by the caller); empty
 *     when there are only calls
 * @param calls tools that the model asks for, in its order
 * @param usage billed, as the provider reports it; the reservation where it reports nothing
 * @param modelVersion what the provider says answered, for the record (C2)
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, or the provider's word
 */
public record ModelReply(
    String text, List<ToolCall> calls, TokenUsage usage, String modelVersion, String finishReason) {
  public ModelReply {
    calls = List.copyOf(calls);
  }

  /** A reply in words alone. */
  public ModelReply(
      String text, long promptTokens, long outputTokens, String modelVersion, String finishReason) {
    this(text, List.of(), TokenUsage.of(promptTokens, outputTokens), modelVersion, finishReason);
  }

  public long promptTokens() {
    return usage.input();
  }

  public long outputTokens() {
    return usage.output();
  }

  public long billedTokens() {
    return usage.total();
  }
}

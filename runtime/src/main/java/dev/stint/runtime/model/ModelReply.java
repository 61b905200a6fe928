package dev.stint.runtime.model;

/**
 * A completion.
 *
 * @param text the reply; JSON text when the request had a schema (validated by the caller)
 * @param promptTokens billed, as the provider reports it; the reservation when it reports nothing
 * @param outputTokens billed, likewise
 * @param modelVersion what the provider says answered, for the record (C2)
 * @param finishReason {@code stop}, {@code length}, or the provider's word
 */
public record ModelReply(
    String text, long promptTokens, long outputTokens, String modelVersion, String finishReason) {
  public long billedTokens() {
    return promptTokens + outputTokens;
  }
}

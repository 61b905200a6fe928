package dev.stint.runtime.model;

/**
 * Tokens that one call was billed (E1).
 *
 * @param input of the prompt, the cached ones included
 * @param cached part of {@code input} that the provider had already read
 * @param output of the reply, the reasoning included
 * @param reasoning part of {@code output} that nobody sees
 */
public record TokenUsage(long input, long cached, long output, long reasoning) {
  public TokenUsage {
    if (input < 0 || output < 0 || cached < 0 || cached > input || reasoning < 0) {
      throw new IllegalArgumentException("no such usage: " + input + ", " + cached + ", " + output);
    }
  }

  public static TokenUsage of(long input, long output) {
    return new TokenUsage(input, 0, output, 0);
  }

  public long total() {
    return Math.addExact(input, output);
  }
}

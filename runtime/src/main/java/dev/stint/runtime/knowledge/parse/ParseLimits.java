package dev.stint.runtime.knowledge.parse;

import java.time.Duration;

/**
 * What one document may cost (M2).
 *
 * @param memoryMegabytes heap of the reading process
 * @param patience longest that one document may take
 * @param documentBytes largest file
 * @param textChars most text that one document may give
 * @param units most paragraphs that one document may give
 */
public record ParseLimits(
    int memoryMegabytes, Duration patience, long documentBytes, int textChars, int units) {
  public static final ParseLimits DEFAULT =
      new ParseLimits(256, Duration.ofSeconds(30), 20L << 20, 8_000_000, 100_000);
}

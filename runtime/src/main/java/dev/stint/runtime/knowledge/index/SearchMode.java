package dev.stint.runtime.knowledge.index;

import java.util.Arrays;
import java.util.Locale;

/** How passages are found. */
public enum SearchMode {
  /** By the words they share with the question. */
  KEYWORD,
  /** By what they mean. */
  VECTOR,
  /** By both, fused. */
  HYBRID;

  /**
   * @throws IllegalArgumentException for any other word
   */
  public static SearchMode parse(String word) {
    return Arrays.stream(values())
        .filter(mode -> mode.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected hybrid, keyword or vector, found \"" + word + "\""));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.stint.runtime.knowledge.source;

import java.util.Arrays;
import java.util.Locale;

/** How closely a source is kept, from open to closed. */
public enum Classification {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  RESTRICTED;

  /**
   * @throws IllegalArgumentException for any other word
   */
  public static Classification parse(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected public, internal, confidential or restricted, found \"" + word + "\""));
  }

  /** As jobs and settings write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

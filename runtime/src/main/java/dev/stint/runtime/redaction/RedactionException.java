package dev.stint.runtime.redaction;

import java.util.Map;

/** Something was still recognisable after redaction: the value must not go anywhere (F3). */
public final class RedactionException extends Exception {
  private final transient Map<String, Long> left;

  RedactionException(Map<String, Long> left) {
    super("redaction_incomplete: still found after redaction: " + left);
    this.left = Map.copyOf(left);
  }

  /** What is left, counted by kind; never a value. */
  public Map<String, Long> left() {
    return left;
  }
}

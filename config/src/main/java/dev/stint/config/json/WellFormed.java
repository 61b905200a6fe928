package dev.stint.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Refuses what parses as JSON and yet has no canonical form: lone surrogates, and numbers that no
 * double holds, on which exact arithmetic could run for hours (B5).
 */
final class WellFormed {
  private static final int LONGEST_SCALE = 1_100;

  private WellFormed() {}

  static void check(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        for (var entry : node.properties()) {
          text(entry.getKey());
          check(entry.getValue());
        }
      }
      case ARRAY -> node.forEach(WellFormed::check);
      case STRING -> text(node.textValue());
      case NUMBER -> {
        if (node.isBigDecimal()) number(node.decimalValue());
      }
      default -> {}
    }
  }

  /** Whether every surrogate of the text has its other half. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) continue;
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) return false;
      i++;
    }
    return true;
  }

  private static void text(String text) {
    if (!isText(text))
      throw new IllegalArgumentException("not valid JSON: a lone surrogate in a text");
  }

  private static void number(BigDecimal value) {
    boolean held =
        Math.abs((long) value.scale()) <= LONGEST_SCALE && Double.isFinite(value.doubleValue());
    if (!held) throw new IllegalArgumentException("not valid JSON: a number out of range");
  }
}

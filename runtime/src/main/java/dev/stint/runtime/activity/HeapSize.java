package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * About how many bytes of heap a JSON value takes: of small values the objects around the text are
 * twenty times the text. Sizes are those of a 64-bit JVM with compressed references. Pure.
 */
final class HeapSize {
  private static final long TEXT = 56; // node, string and array without its bytes
  private static final long NUMBER = 24;
  private static final long LONG_NUMBER = 112; // a node, a decimal and its digits
  private static final long ARRAY = 88;
  private static final long ELEMENT = 8;
  private static final long OBJECT = 208; // with a linked map of 16 buckets
  private static final long FIELD = 48; // names are shared

  private HeapSize() {}

  static long of(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        long size = OBJECT + FIELD * value.size();
        for (var field : value.properties()) size += of(field.getValue());
        yield size;
      }
      case ARRAY -> {
        long size = ARRAY + ELEMENT * value.size();
        for (JsonNode element : value) size += of(element);
        yield size;
      }
      case STRING -> TEXT + bytes(value.textValue());
      case NUMBER ->
          value.isInt() || value.isLong() ? NUMBER : LONG_NUMBER + value.asText().length();
      case BINARY, POJO -> TEXT + value.toString().length();
      case BOOLEAN, NULL, MISSING -> 0;
    };
  }

  /** A text is kept in one byte a character, unless one character needs two. */
  private static long bytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) return 2L * text.length();
    }
    return text.length();
  }
}

package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * About how many bytes of heap a JSON value takes: of small values the objects around the text are
 * twenty times the text. Sizes are those of a 64-bit JVM with compressed references. Pure.
 */
final class HeapSize {
  private static final long TEXT = 56; // node, string and array without its bytes
  private static final long NUMBER = 24;
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
      case STRING -> TEXT + value.textValue().length();
      case NUMBER, BINARY, POJO -> NUMBER;
      case BOOLEAN, NULL, MISSING -> 0;
    };
  }
}

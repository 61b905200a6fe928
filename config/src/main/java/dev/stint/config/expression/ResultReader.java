package dev.stint.config.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.stint.config.json.Json;
import java.util.List;
import java.util.Map;

/** Turns one CEL result into JSON and refuses what JSON cannot hold or what is too large. */
final class ResultReader {
  /** Largest result, in bytes of a rough count. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private long left = MAX_BYTES;

  JsonNode read(Object value) {
    return switch (value) {
      case JsonView view -> {
        count(view.node());
        yield view.node();
      }
      case String text -> {
        spend(text.length() + 2L);
        yield JSON.textNode(text);
      }
      case Long number -> scalar(Json.number(number));
      case Double number -> real(number);
      case Boolean flag -> scalar(JSON.booleanNode(flag));
      case UnsignedLong number -> unsigned(number);
      case NullValue none -> scalar(JSON.nullNode());
      case com.google.protobuf.NullValue none -> scalar(JSON.nullNode());
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      default ->
          throw new ExpressionException(
              "result_not_json", "the value has no JSON form, write string(...) around it");
    };
  }

  private JsonNode real(double number) {
    if (!Double.isFinite(number)) {
      throw new ExpressionException("result_not_json", "the number is not finite");
    }
    return scalar(Json.number(number));
  }

  private JsonNode unsigned(UnsignedLong number) {
    if (number.compareTo(UnsignedLong.valueOf(Long.MAX_VALUE)) > 0) {
      throw new ExpressionException("number_overflow", "an integer beyond 63 bits");
    }
    return scalar(Json.number(number.longValue()));
  }

  private JsonNode list(List<?> list) {
    var array = JSON.arrayNode(list.size());
    spend(2);
    list.forEach(item -> array.add(read(item)));
    return array;
  }

  private JsonNode map(Map<?, ?> map) {
    var object = JSON.objectNode();
    spend(2);
    map.forEach((key, item) -> {
      if (!(key instanceof String name)) {
        throw new ExpressionException("result_not_json", "a key of a map is not text");
      }
      spend(name.length() + 4L);
      object.set(name, read(item));
    });
    return object;
  }

  private JsonNode scalar(JsonNode node) {
    spend(8);
    return node;
  }

  private void count(JsonNode node) {
    spend(node.isTextual() ? node.textValue().length() + 2L : 8);
    if (node.isObject()) node.fieldNames().forEachRemaining(name -> spend(name.length() + 4L));
    node.forEach(this::count);
  }

  private void spend(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new ExpressionException(
          "result_too_large", "the result is larger than " + MAX_BYTES + " bytes");
    }
  }
}

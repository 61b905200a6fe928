package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The first place where two JSON values differ, keys in order. Pure.
 *
 * @param path such as {@code .plan.steps[2].id}, "" for the values themselves
 */
record JsonDifference(String path, String expected, String found) {
  private static final int SHOWN = 200;

  static Optional<JsonDifference> between(JsonNode expected, JsonNode found) {
    return expected.equals(found) ? Optional.empty() : Optional.of(first("", expected, found));
  }

  private static JsonDifference first(String path, JsonNode expected, JsonNode found) {
    if (expected.isObject() && found.isObject()) {
      var keys = new TreeSet<String>();
      expected.fieldNames().forEachRemaining(keys::add);
      found.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        JsonNode left = expected.path(key);
        JsonNode right = found.path(key);
        if (!left.equals(right)) return first(path + "." + key, left, right);
      }
    }
    if (expected.isArray() && found.isArray()) {
      for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
        JsonNode left = expected.path(i);
        JsonNode right = found.path(i);
        if (!left.equals(right)) return first(path + "[" + i + "]", left, right);
      }
    }
    return new JsonDifference(path, text(expected), text(found));
  }

  /** A value as shown to people: short. */
  static String text(JsonNode value) {
    if (value.isMissingNode()) return "nothing";
    String text = value.isTextual() ? "\"" + value.textValue() + "\"" : value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}

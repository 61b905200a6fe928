package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A place where two JSON values differ, keys in order. Pure.
 *
 * @param path such as {@code .plan.steps[2].id}, "" for the values themselves
 */
public record JsonDifference(String path, String expected, String found) {
  private static final int SHOWN = 200;

  static Optional<JsonDifference> between(JsonNode expected, JsonNode found) {
    return all(expected, found, 1).stream().findFirst();
  }

  /** The first {@code most} places where they differ. */
  static List<JsonDifference> all(JsonNode expected, JsonNode found, int most) {
    List<JsonDifference> differences = new ArrayList<>();
    collect("", expected, found, most, differences);
    return differences;
  }

  private static void collect(
      String path, JsonNode expected, JsonNode found, int most, List<JsonDifference> into) {
    if (into.size() >= most || expected.equals(found)) return;
    if (expected.isObject() && found.isObject()) {
      var keys = new TreeSet<String>();
      expected.fieldNames().forEachRemaining(keys::add);
      found.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        collect(path + "." + key, expected.path(key), found.path(key), most, into);
      }
    } else if (expected.isArray() && found.isArray()) {
      for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
        collect(path + "[" + i + "]", expected.path(i), found.path(i), most, into);
      }
    } else {
      into.add(new JsonDifference(path, text(expected), text(found)));
    }
  }

  /** A value as shown to people: short. */
  static String text(JsonNode value) {
    if (value.isMissingNode()) return "nothing";
    String text = value.isTextual() ? "\"" + value.textValue() + "\"" : value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}

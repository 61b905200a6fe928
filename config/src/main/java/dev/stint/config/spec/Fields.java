package dev.stint.config.spec;

import dev.stint.config.text.Durations;
import dev.stint.config.text.NearestName;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Typed reading of one mapping: every getter answers what is there and of the right type, and notes
 * a problem otherwise. Unknown keys are noted when the section is opened.
 */
final class Fields {
  private final Section section;
  private final YamlMap map;
  private final String pointer;
  private final Problems problems;

  private Fields(Section section, YamlMap map, String pointer, Problems problems) {
    this.section = section;
    this.map = map;
    this.pointer = pointer;
    this.problems = problems;
  }

  /** Opens a section; empty, with a problem, when the node is no mapping. */
  static Optional<Fields> open(Section section, YamlNode node, String pointer, Problems problems) {
    if (!(node instanceof YamlMap map)) {
      problems.add(
          node, pointer, "wrong_type", "expected a mapping, found " + node.kind(), keys(section));
      return Optional.empty();
    }
    for (var entry : map.entries()) {
      if (!section.keys().contains(entry.key())) {
        problems.add(
            entry.at(),
            pointer + "/" + escape(entry.key()),
            "unknown_key",
            "unknown key \"" + entry.key() + "\"" + NearestName.hint(entry.key(), section.keys()),
            keys(section));
      }
    }
    return Optional.of(new Fields(section, map, pointer, problems));
  }

  static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static String keys(Section section) {
    return "known keys: " + String.join(", ", section.keys());
  }

  YamlMap map() {
    return map;
  }

  Problems problems() {
    return problems;
  }

  String pointer() {
    return pointer;
  }

  String pointer(String key) {
    return pointer + "/" + escape(key);
  }

  boolean has(String key) {
    return map.get(key).isPresent();
  }

  Optional<YamlNode> node(String key) {
    if (!section.keys().contains(key)) {
      throw new IllegalStateException(section + " does not list the key " + key);
    }
    return map.get(key);
  }

  /** Notes a problem with the value of {@code key}, or with the mapping when it is absent. */
  void refuse(String key, String code, String message, String hint) {
    YamlNode at = map.get(key).orElse(map);
    problems.add(at, pointer(key), code, message, hint);
  }

  void missing(String key, String example) {
    problems.add(
        map, pointer(key), "missing", "missing \"" + key + "\"", "for example: " + example);
  }

  Optional<YamlScalar> scalar(String key, String expected) {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) return Optional.empty();
    if (node.get() instanceof YamlScalar scalar) return Optional.of(scalar);
    return wrongType(key, expected, node.get());
  }

  Optional<String> text(String key) {
    return textScalar(key).map(YamlScalar::text);
  }

  Optional<YamlScalar> textScalar(String key) {
    var scalar = scalar(key, "text");
    if (scalar.isEmpty() || scalar.get().value().isTextual()) return scalar;
    return wrongType(key, "text", scalar.get());
  }

  Optional<Boolean> flag(String key) {
    var scalar = scalar(key, "true or false");
    if (scalar.isEmpty()) return Optional.empty();
    if (scalar.get().value().isBoolean()) return scalar.map(s -> s.value().booleanValue());
    return wrongType(key, "true or false", scalar.get());
  }

  OptionalLong integer(String key, long min, long max) {
    String expected = "a whole number from " + min + " to " + max;
    var scalar = scalar(key, expected);
    if (scalar.isEmpty()) return OptionalLong.empty();
    var value = scalar.get().value();
    if (!value.isIntegralNumber()) {
      wrongType(key, expected, scalar.get());
      return OptionalLong.empty();
    }
    if (value.canConvertToLong() && value.longValue() >= min && value.longValue() <= max) {
      return OptionalLong.of(value.longValue());
    }
    outOfRange(key, expected, scalar.get());
    return OptionalLong.empty();
  }

  Optional<Double> number(String key, double min, double max) {
    String expected = "a number from " + min + " to " + max;
    var scalar = scalar(key, expected);
    if (scalar.isEmpty()) return Optional.empty();
    if (!scalar.get().value().isNumber()) return wrongType(key, expected, scalar.get());
    double value = scalar.get().value().doubleValue();
    if (value >= min && value <= max) return Optional.of(value);
    outOfRange(key, expected, scalar.get());
    return Optional.empty();
  }

  Optional<Duration> duration(String key) {
    var scalar = textScalar(key);
    if (scalar.isEmpty()) return Optional.empty();
    try {
      return Optional.of(Durations.parse(scalar.get().text()));
    } catch (IllegalArgumentException e) {
      refuse(key, "bad_duration", e.getMessage() + ", found " + scalar.get().kind(), "");
      return Optional.empty();
    }
  }

  Optional<Duration> duration(String key, Duration min, Duration max) {
    var duration = duration(key);
    if (duration.isEmpty()) return duration;
    if (duration.get().compareTo(min) >= 0 && duration.get().compareTo(max) <= 0) return duration;
    String expected = "a duration from " + Durations.print(min) + " to " + Durations.print(max);
    outOfRange(key, expected, node(key).orElseThrow());
    return Optional.empty();
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    var scalar = textScalar(key);
    if (scalar.isEmpty()) return Optional.empty();
    return Choices.of(type, scalar.get(), pointer(key), problems);
  }

  /** The items of a list; a missing key is an empty list. */
  List<YamlNode> list(String key, int max) {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) return List.of();
    if (!(node.get() instanceof YamlList list)) {
      wrongType(key, "a list", node.get());
      return List.of();
    }
    if (list.items().size() > max) {
      refuse(key, "limit", "expected at most " + max + " items, found " + list.items().size(), "");
      return List.of();
    }
    return list.items();
  }

  /** A list of texts, or one text standing for a list of one. */
  List<YamlScalar> texts(String key, int max) {
    if (node(key).orElse(null) instanceof YamlScalar) return textScalar(key).stream().toList();
    List<YamlScalar> texts = new ArrayList<>();
    List<YamlNode> items = list(key, max);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof YamlScalar scalar && scalar.value().isTextual()) {
        texts.add(scalar);
      } else {
        problems.add(
            items.get(i),
            pointer(key) + "/" + i,
            "wrong_type",
            "expected text, found " + items.get(i).kind(),
            "");
      }
    }
    return texts;
  }

  Optional<Fields> object(String key, Section inner) {
    return node(key).flatMap(node -> open(inner, node, pointer(key), problems));
  }

  private <T> Optional<T> wrongType(String key, String expected, YamlNode found) {
    refuse(key, "wrong_type", "expected " + expected + ", found " + found.kind(), "");
    return Optional.empty();
  }

  private void outOfRange(String key, String expected, YamlNode found) {
    refuse(key, "out_of_range", "expected " + expected + ", found " + found.kind(), "");
  }
}

package dev.stint.config.spec;

import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reading of short lists of words. */
final class Lists {
  private static final int MOST = 100;

  private Lists() {}

  /** Names of one kind. */
  static List<String> named(Fields fields, String key, Names names) {
    List<String> found = new ArrayList<>();
    var texts = fields.texts(key, MOST);
    for (int i = 0; i < texts.size(); i++) {
      names
          .check(texts.get(i), fields.pointer(key) + "/" + i, fields.problems())
          .ifPresent(found::add);
    }
    return found;
  }

  /** Words of a closed set. */
  static List<String> known(Fields fields, String key, Collection<String> words) {
    List<String> found = new ArrayList<>();
    var texts = fields.texts(key, MOST);
    for (int i = 0; i < texts.size(); i++) {
      YamlScalar text = texts.get(i);
      String pointer = fields.pointer(key) + "/" + i;
      if (Choices.known(words, text, pointer, "unknown_value", fields.problems())) {
        found.add(text.text());
      }
    }
    return found;
  }

  /** Constants of an enum; {@code standard} when the key is absent. */
  static <E extends Enum<E>> Set<E> choices(
      Fields fields, String key, Class<E> type, Set<E> standard) {
    if (!fields.has(key)) return standard;
    Set<E> found = EnumSet.noneOf(type);
    var texts = fields.texts(key, MOST);
    for (int i = 0; i < texts.size(); i++) {
      Choices.of(type, texts.get(i), fields.pointer(key) + "/" + i, fields.problems())
          .ifPresent(found::add);
    }
    return found;
  }
}

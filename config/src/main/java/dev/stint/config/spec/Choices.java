package dev.stint.config.spec;

import dev.stint.config.text.NearestName;
import dev.stint.config.yaml.YamlScalar;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reading of words that stand for one of a few things. */
final class Choices {
  private Choices() {}

  static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
  }

  static <E extends Enum<E>> Optional<E> of(
      Class<E> type, YamlScalar scalar, String pointer, Problems problems) {
    if (!known(words(type), scalar, pointer, "unknown_value", problems)) return Optional.empty();
    return Optional.of(Enum.valueOf(type, scalar.text().toUpperCase(Locale.ROOT)));
  }

  /** Whether the word is one of {@code words}; notes a problem otherwise. */
  static boolean known(
      Collection<String> words, YamlScalar scalar, String pointer, String code, Problems problems) {
    if (words.contains(scalar.text())) return true;
    String list = words.isEmpty() ? "nothing (none is declared)" : String.join(", ", words);
    problems.add(
        scalar,
        pointer,
        code,
        "expected one of "
            + list
            + "; found "
            + scalar.kind()
            + NearestName.hint(scalar.text(), words),
        "");
    return false;
  }
}

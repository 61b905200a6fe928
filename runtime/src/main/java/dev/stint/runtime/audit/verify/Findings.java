package dev.stint.runtime.audit.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the checks of one verification found. Used by one thread. */
final class Findings {
  /** Enough to see what was done; a bundle that is all wrong need not fill the memory. */
  private static final int MOST = 100;

  private final List<Finding> all = new ArrayList<>();
  private final Map<Check, String> notes = new EnumMap<>(Check.class);
  private final Map<Check, Integer> counts = new EnumMap<>(Check.class);

  void add(Check check, String code, String where, String expected, String found) {
    int count = counts.merge(check, 1, Integer::sum);
    if (count <= MOST)
      all.add(new Finding(check, code, where, shortened(expected), shortened(found)));
  }

  /** Adds what another reading found. */
  void addAll(Findings other) {
    for (Finding f : other.all) add(f.check(), f.code(), f.where(), f.expected(), f.found());
  }

  private record Looked(Findings findings, Optional<RuntimeException> failure) {
    static <T> Looked at(T item, BiConsumer<T, Findings> look) {
      var found = new Findings();
      try {
        look.accept(item, found);
        return new Looked(found, Optional.empty());
      } catch (RuntimeException e) {
        return new Looked(found, Optional.of(e));
      }
    }
  }

  /**
   * Looks at each item by itself, on all processors. What is found, and the first failure, are as
   * if they had been looked at one after the other; {@code look} may write only to the findings it
   * is given.
   */
  <T> void each(Collection<T> items, BiConsumer<T, Findings> look) {
    for (Looked one : items.parallelStream().map(item -> Looked.at(item, look)).toList()) {
      addAll(one.findings());
      if (one.failure().isPresent()) throw one.failure().get();
    }
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }

  /** What a check looked at, or why it could not. */
  void note(Check check, String text) {
    notes.put(check, text);
  }

  List<Finding> all() {
    return all;
  }

  String note(Check check) {
    return notes.getOrDefault(check, "");
  }
}

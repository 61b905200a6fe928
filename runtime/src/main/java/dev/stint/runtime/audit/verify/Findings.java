package dev.stint.runtime.audit.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

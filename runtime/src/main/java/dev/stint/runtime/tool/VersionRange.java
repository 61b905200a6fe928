package dev.stint.runtime.tool;

import java.util.Arrays;
import java.util.List;

/**
 * Versions that a job accepts: {@code 1}, {@code 1.2} and {@code 1.2.3} name a prefix; {@code ^1.2}
 * accepts 1.2.0 and later 1.x, {@code ~1.2} accepts 1.2.x; {@code *} accepts any.
 */
record VersionRange(String text) {
  VersionRange {
    if (!text.matches("\\*|[\\^~]?\\d{1,6}(\\.\\d{1,6}){0,2}")) {
      throw new IllegalArgumentException(
          "expected a version such as 1, ^1.2 or ~1.2.3, found " + text);
    }
  }

  boolean accepts(String version) {
    if (text.equals("*")) return true;
    char mark = text.charAt(0);
    List<Integer> wanted = parts(Character.isDigit(mark) ? text : text.substring(1));
    List<Integer> actual = parts(version);
    int fixed =
        switch (mark) {
          case '^' -> 1;
          case '~' -> Math.min(2, wanted.size());
          default -> wanted.size();
        };
    for (int i = 0; i < fixed; i++) if (!wanted.get(i).equals(actual.get(i))) return false;
    return compare(actual, wanted) >= 0;
  }

  static int compare(String a, String b) {
    return compare(parts(a), parts(b));
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < 3; i++) {
      int difference = Integer.compare(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0);
      if (difference != 0) return difference;
    }
    return 0;
  }

  private static List<Integer> parts(String version) {
    return Arrays.stream(version.split("\\.")).map(Integer::parseInt).toList();
  }
}

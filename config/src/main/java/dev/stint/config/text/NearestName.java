package dev.stint.config.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant. Thread-safe. */
public final class NearestName {
  private static final int LONGEST = 128;

  private NearestName() {}

  /**
   * The known name nearest to {@code found}, when it is near enough to be a slip: at most a third
   * of its letters differ, or one contains the other's start. Ties go to the first in alphabetical
   * order.
   */
  public static Optional<String> of(String found, Collection<String> known) {
    if (found.isEmpty() || found.length() > LONGEST) return Optional.empty();
    return known.stream()
        .filter(name -> near(found, name))
        .min(
            Comparator.<String>comparingInt(name -> distance(folded(found), folded(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code (did you mean "x"?)} with its leading space, or nothing. */
  public static String hint(String found, Collection<String> known) {
    return of(found, known).map(name -> " (did you mean \"" + name + "\"?)").orElse("");
  }

  private static boolean near(String found, String name) {
    String a = folded(found);
    String b = folded(name);
    int shared = 0;
    while (shared < Math.min(a.length(), b.length()) && a.charAt(shared) == b.charAt(shared))
      shared++;
    boolean sameStart = shared >= 5 && shared * 3 >= Math.min(a.length(), b.length()) * 2;
    return sameStart || distance(a, b) <= Math.max(1, Math.max(a.length(), b.length()) / 3);
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Edits between two texts: insert, delete, replace, or swap two neighbours. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) cost[i][0] = i;
    for (int j = 0; j <= b.length(); j++) cost[0][j] = j;
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[a.length()][b.length()];
  }
}

package dev.stint.config.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as job files write them: {@code 30s}, {@code 10m}, {@code 1h30m}, {@code 30d}, {@code
 * 250ms}, or ISO 8601 such as {@code PT90S}. Never negative, at most 3660 days. Thread-safe.
 */
public final class Durations {
  /** Longest duration accepted: a bit over ten years, the longest retention in use. */
  public static final Duration MAX = Duration.ofDays(3660);

  private static final String EXPECTED = "expected a duration such as 30s, 10m, 1h30m or 30d";
  // Each unit at most once and in falling order, so that one text has one reading.
  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
  private static final long[] UNIT_MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Duration parse(String text) {
    if (text.length() > 64) throw new IllegalArgumentException(EXPECTED);
    Matcher units = SHORT.matcher(text);
    Duration duration =
        !text.isEmpty() && units.matches() ? Duration.ofMillis(millis(units)) : iso(text);
    if (duration.isNegative())
      throw new IllegalArgumentException(EXPECTED + ", not a negative one");
    if (duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("expected a duration of at most " + print(MAX));
    }
    return duration;
  }

  /** The shortest text that {@link #parse} reads back to the same duration. */
  public static String print(Duration duration) {
    boolean wholeMillis = duration.getNano() % 1_000_000 == 0;
    if (!wholeMillis || duration.isNegative()) return duration.toString();
    long rest = duration.toMillis();
    if (rest == 0) return "0s";
    var out = new StringBuilder();
    for (int i = 0; i < UNITS.length; i++) {
      long count = rest / UNIT_MILLIS[i];
      rest %= UNIT_MILLIS[i];
      if (count > 0) out.append(count).append(UNITS[i]);
    }
    return out.toString();
  }

  private static long millis(Matcher units) {
    long total = 0;
    for (int i = 0; i < UNITS.length; i++) {
      String count = units.group(i + 1);
      if (count != null)
        total += Long.parseLong(count) * UNIT_MILLIS[i]; // nine digits never overflow
    }
    return total;
  }

  private static Duration iso(String text) {
    if (!text.startsWith("P")) throw new IllegalArgumentException(EXPECTED);
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
  }
}

package dev.stint.config.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions are meant: {@code ^1.2} (compatible), {@code ~1.2} (patches only), {@code 1.2.3}
 * (exactly), {@code *} (any). As in npm, {@code ^0.2} does not admit {@code 0.3}. No range admits a
 * pre-release.
 */
public final class VersionRange {
  private static final Pattern RANGE =
      Pattern.compile("([\\^~]?)(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?");
  private static final Pattern VERSION =
      Pattern.compile(
          "(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?");

  private final String text;
  private final char operator;
  private final int[] given;

  private VersionRange(String text, char operator, int... given) {
    this.text = text;
    this.operator = operator;
    this.given = given;
  }

  /** Whether the range {@code text} admits {@code version}; no range admits nothing. */
  public static boolean accepts(String text, String version) {
    return parse(text).map(range -> range.matches(version)).orElse(false);
  }

  /** Reads a range; empty when it is none. */
  public static Optional<VersionRange> parse(String text) {
    if (text.equals("*")) return Optional.of(new VersionRange(text, '*'));
    Matcher match = RANGE.matcher(text);
    if (!match.matches()) return Optional.empty();
    int size = match.group(4) != null ? 3 : match.group(3) != null ? 2 : 1;
    int[] given = new int[size];
    for (int i = 0; i < size; i++) given[i] = Integer.parseInt(match.group(i + 2));
    char operator = match.group(1).isEmpty() ? '=' : match.group(1).charAt(0);
    return Optional.of(new VersionRange(text, operator, given));
  }

  /** True for a semantic version such as {@code 1.4.0}. */
  public static boolean isVersion(String text) {
    return text.length() <= 64 && VERSION.matcher(text).matches();
  }

  /** Whether {@code version} is meant; false for anything that is no semantic version. */
  public boolean matches(String version) {
    Matcher match = VERSION.matcher(version);
    if (version.length() > 64 || !match.matches()) return false;
    if (match.group(4) != null) return false;
    int[] found = new int[3];
    for (int i = 0; i < 3; i++) found[i] = Integer.parseInt(match.group(i + 1));
    return operator == '*' || (samePrefix(found) && notBefore(found));
  }

  private boolean samePrefix(int[] found) {
    for (int i = 0; i < fixed(); i++) {
      if (found[i] != given[i]) return false;
    }
    return true;
  }

  /** How many leading numbers must be the same. */
  private int fixed() {
    return switch (operator) {
      case '^' -> {
        int first = 0;
        while (first < given.length - 1 && given[first] == 0) first++;
        yield first + 1;
      }
      case '~' -> Math.min(2, given.length);
      default -> given.length;
    };
  }

  private boolean notBefore(int[] found) {
    for (int i = 0; i < given.length; i++) {
      if (found[i] != given[i]) return found[i] > given[i];
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}

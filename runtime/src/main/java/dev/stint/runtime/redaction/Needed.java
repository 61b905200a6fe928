package dev.stint.runtime.redaction;

/**
 * What every match of a pattern has and is quicker to look for than the pattern: most texts of a
 * run are keys and short values, in which hardly a pattern can match. Says nothing about texts that
 * have it.
 *
 * @param length characters that a match has at least
 * @param oneOf characters of which a match has at least one; none: any text will do
 */
record Needed(int length, String oneOf) {
  static final String DIGITS = "0123456789";
  static final Needed NOTHING = new Needed(0, "");

  /** Whether {@code folded} may hold a match. */
  boolean isIn(String folded) {
    if (folded.length() < length) return false;
    if (oneOf.isEmpty()) return true;
    for (int i = 0; i < folded.length(); i++) {
      if (oneOf.indexOf(folded.charAt(i)) >= 0) return true;
    }
    return false;
  }
}

package dev.stint.config.text;

/**
 * Text from outside without what people do not see and terminals or models obey: escape sequences,
 * control characters, bidirectional overrides, tag characters (M2). Pure.
 *
 * <p>Line ends, tabs and form feeds stay, and so does everything that is written, in any script.
 */
public final class SafeText {
  private static final int ESCAPE = 0x1b;
  private static final int LONGEST_SEQUENCE = 64;

  private SafeText() {}

  /** Whether {@link #clean} would leave the text as it is. */
  public static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (hidden(c)) return false;
      if (c > 0xffff) i++;
    }
    return true;
  }

  /** The text without them; the same object when there are none. */
  public static String clean(String text) {
    if (isClean(text)) return text;
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == ESCAPE) {
        i = afterSequence(text, i + 1);
      } else {
        if (!hidden(c)) kept.appendCodePoint(c);
        i += Character.charCount(c);
      }
    }
    return kept.toString();
  }

  /** One line of at most {@code most} characters, for messages. */
  public static String line(String text, int most) {
    String clean = clean(text.length() > 4 * most ? text.substring(0, 4 * most) : text);
    String line = clean.replaceAll("\\s+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most) + "...";
  }

  /** Where an escape sequence (ECMA-48) that began before {@code from} ends. */
  private static int afterSequence(String text, int from) {
    if (from >= text.length()) return from;
    char kind = text.charAt(from);
    if (kind == '[') return afterFinal(text, from + 1);
    if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
      return afterString(text, from + 1);
    }
    return kind >= 0x20 && kind <= 0x7e ? from + 1 : from;
  }

  private static int afterFinal(String text, int from) {
    int i = from;
    while (i < text.length() && i < from + LONGEST_SEQUENCE) {
      char c = text.charAt(i++);
      if (c >= 0x40 && c <= 0x7e) return i;
      if (c < 0x20 || c > 0x7e) return i - 1; // broken off
    }
    return i;
  }

  /** A string ends with BEL or with ESC and a backslash; one that does not end hides nothing. */
  private static int afterString(String text, int from) {
    for (int i = from; i < text.length() && i < from + 4_096; i++) {
      char c = text.charAt(i);
      if (c == 7) return i + 1;
      if (c == ESCAPE) return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 2 : i;
    }
    return from;
  }

  private static boolean hidden(int c) {
    if (c == '\n' || c == '\t' || c == '\r' || c == '\f') return false;
    return c < 0x20
        || c >= 0x7f && c <= 0x9f
        || c >= 0x202a && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c >= 0xe0000 && c <= 0xe007f;
  }
}

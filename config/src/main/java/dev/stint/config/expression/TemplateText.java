package dev.stint.config.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text at {@code ${{ }}}. {@code $${{} stands for a literal {@code ${{}. Braces and quotes
 * inside an expression are understood, so map literals need no care.
 */
public final class TemplateText {
  private static final String OPEN = "${{";

  private TemplateText() {}

  /** A piece of the text, before compilation. */
  public sealed interface Piece {
    /** Text that stands for itself. */
    record Plain(String text) implements Piece {}

    /**
     * The text between the braces, trimmed.
     *
     * @param offset of its first character in the whole text
     */
    record Code(String source, int offset) implements Piece {}
  }

  /** An expression was opened and never closed. */
  public static final class UnclosedException extends Exception {
    private final int offset;

    UnclosedException(int offset) {
      super("\"${{\" is never closed by \"}}\"");
      this.offset = offset;
    }

    /** Offset of the opening. */
    public int offset() {
      return offset;
    }
  }

  /** The pieces of {@code text}, in order. */
  public static List<Piece> split(String text) throws UnclosedException {
    List<Piece> pieces = new ArrayList<>();
    var plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$" + OPEN, i)) {
        plain.append(OPEN);
        i += 1 + OPEN.length();
      } else if (text.startsWith(OPEN, i)) {
        if (!plain.isEmpty()) pieces.add(new Piece.Plain(plain.toString()));
        plain.setLength(0);
        int end = close(text, i);
        pieces.add(code(text, i + OPEN.length(), end));
        i = end + 2;
      } else {
        plain.append(text.charAt(i++));
      }
    }
    if (!plain.isEmpty() || pieces.isEmpty()) pieces.add(new Piece.Plain(plain.toString()));
    return pieces;
  }

  private static Piece.Code code(String text, int from, int to) {
    String source = text.substring(from, to);
    int lead = source.length() - source.stripLeading().length();
    return new Piece.Code(source.strip(), from + lead);
  }

  private static int close(String text, int open) throws UnclosedException {
    int depth = 0;
    for (int i = open + OPEN.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = afterQuote(text, i, open);
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      } else if (c == '}' && text.startsWith("}}", i)) {
        return i;
      }
    }
    throw new UnclosedException(open);
  }

  private static int afterQuote(String text, int start, int open) throws UnclosedException {
    char quote = text.charAt(start);
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') i++;
      else if (text.charAt(i) == quote) return i;
    }
    throw new UnclosedException(open);
  }
}

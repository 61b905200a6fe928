package dev.stint.config.yaml;

import dev.stint.config.text.Position;
import java.util.List;

/**
 * Maps offsets of a scalar's value back to the file, so that an error inside an expression points
 * at the expression.
 *
 * <p>Exact for plain and quoted one-line scalars without escapes and for literal blocks; elsewhere
 * (folded text, escapes) it answers the start of the scalar rather than guess.
 */
public record ScalarPlaces(Position start, String value, List<String> lines, Style style) {
  /** How the scalar was written. */
  public enum Style {
    INLINE,
    LITERAL,
    OTHER
  }

  Position of(int offset) {
    return switch (style) {
      case INLINE -> inline(offset);
      case LITERAL -> literal(offset);
      case OTHER -> start;
    };
  }

  private Position inline(int offset) {
    String line = lines.get(start.line() - 1);
    int from = line.offsetByCodePoints(0, start.column() - 1);
    int found = line.indexOf(value, from);
    if (found < 0 || found > from + 1) return start; // escapes: value and source differ
    return new Position(start.line(), 1 + line.codePointCount(0, found + offset));
  }

  private Position literal(int offset) {
    int row = (int) value.substring(0, offset).chars().filter(c -> c == '\n').count();
    int rowStart = value.lastIndexOf('\n', offset - 1) + 1;
    if (start.line() + row >= lines.size()) return start;
    int rowEnd = value.indexOf('\n', rowStart);
    String text = value.substring(rowStart, rowEnd < 0 ? value.length() : rowEnd);
    String line = lines.get(start.line() + row);
    int indent = line.length() - text.length();
    if (indent < 0 || !line.endsWith(text)) return start;
    return new Position(
        start.line() + row + 1, 1 + line.codePointCount(0, indent + offset - rowStart));
  }
}

package dev.stint.config.text;

/** A place in a text file; both numbers start at 1, columns count code points. */
public record Position(int line, int column) implements Comparable<Position> {
  /** The first character of a file. */
  public static final Position START = new Position(1, 1);

  /** The place {@code columns} further on the same line. */
  public Position plus(int columns) {
    return new Position(line, column + columns);
  }

  @Override
  public int compareTo(Position other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}

package dev.stint.persistence.audit.note;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text with signature lines below it, as C2SP's signed-note has it. Immutable.
 *
 * @param text every line ended by a newline; never an empty line at its end
 */
public record SignedNote(String text, List<Line> signatures) {
  private static final String DASH = "\u2014 ";
  private static final int MOST_LINES = 100;
  private static final int LONGEST = 64 * 1024;

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || text.endsWith("\n\n") || text.length() > LONGEST) {
      throw new IllegalArgumentException("a note's text ends with one newline");
    }
  }

  /**
   * One signature.
   *
   * @param signature what the algorithm of the key makes of it
   */
  public record Line(String name, int keyId, byte[] signature) {
    /** The line as it is written, without a newline. */
    public String text() {
      byte[] bytes = ByteBuffer.allocate(4 + signature.length).putInt(keyId).put(signature).array();
      return DASH + name + " " + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Reads a written line.
     *
     * @throws IllegalArgumentException when it is none, or is written in another way
     */
    public static Line parse(String line) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith(DASH) || space < DASH.length()) throw notALine(line);
      byte[] bytes = Base64.getDecoder().decode(line.substring(space + 1));
      if (bytes.length <= 4) throw notALine(line);
      var parsed =
          new Line(
              NoteKey.requireName(line.substring(DASH.length(), space)),
              ByteBuffer.wrap(bytes).getInt(),
              Arrays.copyOfRange(bytes, 4, bytes.length));
      if (!parsed.text().equals(line)) throw notALine(line);
      return parsed;
    }

    private static IllegalArgumentException notALine(String line) {
      return new IllegalArgumentException("expected a signature line, found \"" + line + "\"");
    }
  }

  /**
   * Reads a note.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static SignedNote parse(String note) {
    int blank = note.lastIndexOf("\n\n");
    if (note.length() > LONGEST || blank < 0 || !note.endsWith("\n")) {
      throw new IllegalArgumentException("expected a note: a text, an empty line, signatures");
    }
    List<Line> lines = new ArrayList<>();
    for (String line : note.substring(blank + 2).split("\n")) lines.add(Line.parse(line));
    if (lines.size() > MOST_LINES) throw new IllegalArgumentException("too many signatures");
    return new SignedNote(note.substring(0, blank + 1), lines);
  }

  /** The note as it is written. */
  public String format() {
    var note = new StringBuilder(text).append('\n');
    for (Line line : signatures) note.append(line.text()).append('\n');
    return note.toString();
  }

  /** The same text under more signatures. */
  public SignedNote with(List<Line> more) {
    List<Line> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  /** Whether {@code key} signed it. */
  public boolean signedBy(NoteKey key) {
    return signatures.stream().anyMatch(line -> key.verifies(text, line));
  }
}

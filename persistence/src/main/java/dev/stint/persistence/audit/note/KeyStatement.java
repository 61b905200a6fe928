package dev.stint.persistence.audit.note;

import java.util.List;

/**
 * What a log says about its own keys (AU-8), as the text of a signed note. Immutable.
 *
 * @param size records of the log when it was said; for {@link Kind#REVOKE}, the last size whose
 *     signatures by that key are trusted
 * @param keys the key meant; for {@link Kind#ROTATE} the old one and the new one
 */
public record KeyStatement(String origin, Kind kind, long size, List<NoteKey> keys) {
  /** What is stated. */
  public enum Kind {
    /** The first key. Signed by itself. */
    BEGIN("stint key begins", 1),
    /** A new key in place of the old. Signed by both. */
    ROTATE("stint key rotates", 2),
    /** A key is not to be trusted any more. Signed by the newest other key. */
    REVOKE("stint key revoked", 1);

    private final String words;
    private final int keys;

    Kind(String words, int keys) {
      this.words = words;
      this.keys = keys;
    }
  }

  public KeyStatement {
    keys = List.copyOf(keys);
    if (keys.size() != kind.keys || size < 0) {
      throw new IllegalArgumentException("a statement about " + kind.keys + " key(s) and a size");
    }
  }

  /**
   * Reads the text of a note.
   *
   * @throws IllegalArgumentException when it states nothing about keys
   */
  public static KeyStatement parse(String text) {
    String[] lines = text.split("\n");
    if (lines.length >= 4 && lines[2].matches("0|[1-9][0-9]{0,17}")) {
      for (Kind kind : Kind.values()) {
        if (!lines[1].equals(kind.words)) continue;
        List<NoteKey> keys =
            List.of(lines).subList(3, lines.length).stream().map(NoteKey::parse).toList();
        var parsed = new KeyStatement(lines[0], kind, Long.parseLong(lines[2]), keys);
        if (parsed.text().equals(text)) return parsed;
      }
    }
    throw new IllegalArgumentException("expected a statement about a key");
  }

  /** What is signed. */
  public String text() {
    var text = new StringBuilder(origin + "\n" + kind.words + "\n" + size + "\n");
    for (NoteKey key : keys) text.append(key.text()).append('\n');
    return text.toString();
  }
}

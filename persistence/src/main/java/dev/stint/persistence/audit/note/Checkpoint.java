package dev.stint.persistence.audit.note;

import dev.stint.persistence.audit.merkle.MerkleHash;
import java.util.Arrays;
import java.util.Base64;

/**
 * The head of a log at a size, in C2SP's tlog-checkpoint format (AU-5). Immutable.
 *
 * @param origin name of the log
 * @param size records below the root
 */
public record Checkpoint(String origin, long size, byte[] root) {
  public Checkpoint {
    NoteKey.requireName(origin);
    if (size < 0 || root.length != MerkleHash.SIZE) {
      throw new IllegalArgumentException("expected a size and a root of 32 bytes");
    }
  }

  /**
   * Reads the text of a note.
   *
   * @throws IllegalArgumentException when it is not a checkpoint
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException("expected a checkpoint: origin, size and root");
    }
    var parsed =
        new Checkpoint(lines[0], Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
    if (!parsed.text().equals(text)) {
      throw new IllegalArgumentException("the root is not written as base64 writes it");
    }
    return parsed;
  }

  /** What is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }

  /** Whether it says the same. */
  public boolean sameAs(Checkpoint other) {
    return origin.equals(other.origin) && size == other.size && Arrays.equals(root, other.root);
  }
}

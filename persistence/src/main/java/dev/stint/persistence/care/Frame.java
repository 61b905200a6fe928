package dev.stint.persistence.care;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * One piece of a backup, format 1: kind (1), length of the body (4), body, CRC32C of all that (4).
 * Numbers are big-endian, a text is its length (2) and its UTF-8 bytes.
 *
 * @param kind what it is; see {@link Kind}
 */
record Frame(Kind kind, byte[] body) {
  /** No record, payload or key comes near: what claims more is damaged. */
  static final int MOST = 256 << 20;

  /** The kinds of frames, by the letter that stands for each. */
  enum Kind {
    /** Canonical JSON: format, and the newest commit number. */
    HEADER('H'),
    /** Persistence id, wrapped key. */
    DATA_KEY('K'),
    /** Persistence id, commitment, bytes as stored. */
    PAYLOAD('P'),
    /** Commit number (8), persistence id, sequence number (8), bytes as stored. */
    RECORD('R'),
    /** Persistence id, sequence number (8) up to which records are marked as deleted. */
    DELETED('D'),
    /** Canonical JSON: how many records, payloads and keys stand before it. */
    END('E');

    final byte letter;

    Kind(char letter) {
      this.letter = (byte) letter;
    }

    static Kind of(byte letter, String where) {
      for (Kind kind : values()) if (kind.letter == letter) return kind;
      throw CareException.backupDamaged(where, "a kind of frame", "byte " + letter);
    }
  }

  void write(DataOutputStream out) throws IOException {
    byte[] front = front(kind, body.length);
    out.write(front);
    out.write(body);
    out.writeInt(crc(front, body));
  }

  /**
   * The next frame.
   *
   * @param where for messages
   * @throws CareException when the bytes end early or have changed
   */
  static Frame read(DataInputStream in, String where) throws IOException {
    try {
      byte[] front = in.readNBytes(5);
      if (front.length < 5) throw new EOFException();
      Kind kind = Kind.of(front[0], where);
      int length = ByteBuffer.wrap(front).getInt(1);
      if (length < 0 || length > MOST) {
        throw CareException.backupDamaged(where, "a length", String.valueOf(length));
      }
      byte[] body = in.readNBytes(length);
      if (body.length < length) throw new EOFException();
      if (in.readInt() != crc(front, body)) {
        throw CareException.backupDamaged(where, "a frame and its checksum", "changed bytes");
      }
      return new Frame(kind, body);
    } catch (EOFException e) {
      throw CareException.backupDamaged(where, "a frame", "the end of the file");
    }
  }

  private static byte[] front(Kind kind, int length) {
    return ByteBuffer.allocate(5).put(kind.letter).putInt(length).array();
  }

  private static int crc(byte[] front, byte[] body) {
    var crc = new CRC32C();
    crc.update(front);
    crc.update(body);
    return (int) crc.getValue();
  }

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
  }
}

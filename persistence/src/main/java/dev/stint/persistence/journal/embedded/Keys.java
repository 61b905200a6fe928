package dev.stint.persistence.journal.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Key layout, format 2. The first byte is the kind, numbers are 8 bytes big-endian so that bytes
 * sort as numbers do, and an id followed by something carries its length so that no id is a prefix
 * of another's keys.
 *
 * <pre>
 * c offset          commit: length of pid (2), pid, seq (8), then the stored record
 * r len pid seq     offset (8): which commit that record is
 * h pid             head: CRC32C (4), seq (8), hash
 * d pid             deleted up to seq (8)
 * p len pid commit  payload: CRC32C (4), then its bytes
 * k pid             data key, wrapped: CRC32C (4), then its bytes
 * s len pid seq     snapshot: timestamp (8), then its bytes
 * o                 newest commit number (8)
 * </pre>
 *
 * <p>Records stand in the order they are committed in, so that what is written once is not written
 * again each time tables are merged. Format 1 had them the other way round, and is still read:
 *
 * <pre>
 * r len pid seq     record: offset (8), then the stored record
 * t offset          seq (8), then pid: where that commit's record is
 * </pre>
 */
final class Keys {
  /** Longest id: its length is kept in two bytes, and longer ones are a mistake. */
  static final int MAX_ID_BYTES = 4096;

  private Keys() {}

  static byte[] lastOffset() {
    return new byte[] {'o'};
  }

  static byte[] record(String pid, long seq) {
    return ByteBuffer.allocate(11 + utf8(pid).length).put(owned('r', pid)).putLong(seq).array();
  }

  static byte[] commit(long offset) {
    return ByteBuffer.allocate(9).put((byte) 'c').putLong(offset).array();
  }

  /** Of format 1 only. */
  static byte[] tail(long offset) {
    return ByteBuffer.allocate(9).put((byte) 't').putLong(offset).array();
  }

  static byte[] head(String pid) {
    return named('h', pid);
  }

  static byte[] deleted(String pid) {
    return named('d', pid);
  }

  static byte[] payload(String pid, String commit) {
    byte[] id = utf8(commit);
    byte[] prefix = owned('p', pid);
    return ByteBuffer.allocate(prefix.length + id.length).put(prefix).put(id).array();
  }

  /** What the keys of all payloads of {@code pid} begin with. */
  static byte[] payloads(String pid) {
    return owned('p', pid);
  }

  /** The commitment in the key of a payload, or nothing for a key that is not of {@code owner}. */
  static Optional<String> commit(byte[] key, byte[] owner) {
    if (key.length < owner.length || !Arrays.equals(key, 0, owner.length, owner, 0, owner.length)) {
      return Optional.empty();
    }
    int length = key.length - owner.length;
    return Optional.of(new String(key, owner.length, length, StandardCharsets.UTF_8));
  }

  static byte[] dataKey(String pid) {
    return named('k', pid);
  }

  static byte[] snapshot(String pid, long seq) {
    return ByteBuffer.allocate(11 + utf8(pid).length).put(owned('s', pid)).putLong(seq).array();
  }

  /** Whether {@code key} is of the same kind and owner as {@code like}, which ends in a number. */
  static boolean sameOwner(byte[] key, byte[] like) {
    return key.length == like.length
        && Arrays.equals(key, 0, key.length - 8, like, 0, like.length - 8);
  }

  /** The number a key ends in. */
  static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong(key.length - 8);
  }

  /** The id after the kind byte. */
  static String name(byte[] key) {
    return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "an id may have %d bytes, found %d: %.40s..."
              .formatted(MAX_ID_BYTES, bytes.length, text));
    }
    return bytes;
  }

  private static byte[] named(char kind, String name) {
    byte[] id = utf8(name);
    return ByteBuffer.allocate(1 + id.length).put((byte) kind).put(id).array();
  }

  private static byte[] owned(char kind, String pid) {
    byte[] id = utf8(pid);
    return ByteBuffer.allocate(3 + id.length)
        .put((byte) kind)
        .putShort((short) id.length)
        .put(id)
        .array();
  }
}

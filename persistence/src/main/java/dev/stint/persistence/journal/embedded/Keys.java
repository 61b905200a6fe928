package dev.stint.persistence.journal.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Key layout, format 3. The first byte is the kind, numbers are 8 bytes big-endian so that bytes
 * sort as numbers do, and an id followed by something carries its length so that no id is a prefix
 * of another's keys.
 *
 * <pre>
 * i                      checkpoint: CRC32C (4), position in the log (8), newest commit (8), newest before the log (8)
 * q len pid seq          places of records, the last of which is seq: CRC32C (4), then position (8), length (4) of each
 * h pid                  head: CRC32C (4), seq (8), hash
 * d pid                  deleted up to seq (8)
 * P len pid commit 0 pos place of a payload: CRC32C (4), position (8), length (4)
 * K len pid pos          data key, wrapped: CRC32C (4), its length in the log (4), then its bytes
 * s len pid seq          snapshot: timestamp (8), then its bytes
 * o                      newest commit number (8) when the checkpoint was made
 * </pre>
 *
 * <p>Records and payloads stand in the log, which is written once. Older formats had no log, and
 * what they wrote is still read. In format 2 the database held records in commit order:
 *
 * <pre>
 * c offset          commit: length of pid (2), pid, seq (8), then the stored record
 * r len pid seq     offset (8): which commit that record is
 * p len pid commit  payload: CRC32C (4), then its bytes
 * k pid             data key, wrapped: CRC32C (4), then its bytes
 * </pre>
 *
 * <p>Format 1 had payloads and keys like that, and records the other way round:
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

  static byte[] checkpoint() {
    return new byte[] {'i'};
  }

  static byte[] places(String pid, long lastSeq) {
    return numbered('q', pid, lastSeq);
  }

  static byte[] loggedPayload(String pid, String commit, long position) {
    byte[] prefix = loggedPayload(pid, commit);
    return ByteBuffer.allocate(prefix.length + 8).put(prefix).putLong(position).array();
  }

  /** What the keys of the copies of one payload begin with. */
  static byte[] loggedPayload(String pid, String commit) {
    byte[] id = utf8(commit);
    byte[] prefix = loggedPayloads(pid);
    return ByteBuffer.allocate(prefix.length + id.length + 1).put(prefix).put(id).array();
  }

  /** What the keys of all payloads of {@code pid} in the log begin with. */
  static byte[] loggedPayloads(String pid) {
    return owned('P', pid);
  }

  /** The commitment in the key of a payload in the log. */
  static String loggedCommit(byte[] key, byte[] owner) {
    int length = key.length - owner.length - 9;
    return new String(key, owner.length, length, StandardCharsets.UTF_8);
  }

  static byte[] loggedKey(String pid, long position) {
    return numbered('K', pid, position);
  }

  /** What the keys of all data keys of {@code pid} in the log begin with. */
  static byte[] loggedKeys(String pid) {
    return owned('K', pid);
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Of formats 1 and 2. */
  static byte[] record(String pid, long seq) {
    return numbered('r', pid, seq);
  }

  /** Of format 2 only. */
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

  /** Of formats 1 and 2, as what follows. */
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
    if (!startsWith(key, owner)) return Optional.empty();
    int length = key.length - owner.length;
    return Optional.of(new String(key, owner.length, length, StandardCharsets.UTF_8));
  }

  static byte[] dataKey(String pid) {
    return named('k', pid);
  }

  static byte[] snapshot(String pid, long seq) {
    return numbered('s', pid, seq);
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

  private static byte[] numbered(char kind, String pid, long number) {
    byte[] prefix = owned(kind, pid);
    return ByteBuffer.allocate(prefix.length + 8).put(prefix).putLong(number).array();
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

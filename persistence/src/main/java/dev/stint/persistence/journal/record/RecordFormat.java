package dev.stint.persistence.journal.record;

import dev.stint.persistence.journal.store.NewRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The bytes of a stored record: CRC32C of the header (4 bytes, big-endian), then the header. The
 * hash of a record is SHA-256(0x00 || header), the leaf hash of RFC 9162 (AU-4): the bytes hashed
 * are the bytes stored.
 */
final class RecordFormat {
  static final int VERSION = 1;
  static final int CRC_BYTES = 4;
  private static final byte LEAF = 0;
  private static final MessageDigest UNUSED = found();

  private RecordFormat() {}

  static NewRecord seal(byte[]... header) {
    int length = CRC_BYTES;
    for (byte[] part : header) length += part.length;
    var stored = ByteBuffer.allocate(length).position(CRC_BYTES);
    for (byte[] part : header) stored.put(part);
    stored.putInt(0, crc(stored.array()));
    return new NewRecord(stored.array(), hash(stored.array()));
  }

  static int writtenCrc(byte[] stored) {
    return ByteBuffer.wrap(stored).getInt(0);
  }

  static int crc(byte[] stored) {
    var crc = new CRC32C();
    crc.update(stored, CRC_BYTES, stored.length - CRC_BYTES);
    return (int) crc.getValue();
  }

  static byte[] hash(byte[] stored) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    digest.update(stored, CRC_BYTES, stored.length - CRC_BYTES);
    return digest.digest();
  }

  /** A copy of one that was never used, which is quicker than looking for a provider each time. */
  private static MessageDigest sha256() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return found();
    }
  }

  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

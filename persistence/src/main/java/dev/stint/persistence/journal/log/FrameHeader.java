package dev.stint.persistence.journal.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What stands before a frame: magic number, CRC32C of the rest of the header, then these, all
 * big-endian.
 *
 * @param body bytes of the body
 * @param sealed bytes behind the body: payloads and data keys, each behind a checksum of its own,
 *     since erasing changes them
 * @param firstOffset commit number of the first record
 * @param records how many
 * @param bodyCrc CRC32C of the body
 */
record FrameHeader(int body, int sealed, long firstOffset, int records, int bodyCrc) {
  static final int BYTES = 32;
  private static final int MAGIC = 0x9e53_744c;

  /** No header begins with another byte. */
  static final byte FIRST = (byte) (MAGIC >>> 24);

  private static final int CHECKED_FROM = 8;

  /** The whole frame. */
  long length() {
    return (long) BYTES + body + sealed;
  }

  long lastOffset() {
    return firstOffset + records - 1;
  }

  /** Writes it at the start of {@code frame}. */
  void write(ByteBuffer frame) {
    frame.putInt(0, MAGIC);
    frame.putInt(8, body);
    frame.putInt(12, sealed);
    frame.putLong(16, firstOffset);
    frame.putInt(24, records);
    frame.putInt(28, bodyCrc);
    frame.putInt(4, crc(frame.slice(CHECKED_FROM, BYTES - CHECKED_FROM)));
  }

  /** The header at {@code at}, unless there is none or it is damaged. */
  static Optional<FrameHeader> read(ByteBuffer bytes, int at) {
    if (bytes.limit() - at < BYTES || bytes.getInt(at) != MAGIC) return Optional.empty();
    int checked = crc(bytes.slice(at + CHECKED_FROM, BYTES - CHECKED_FROM));
    if (bytes.getInt(at + 4) != checked) return Optional.empty();
    var header =
        new FrameHeader(
            bytes.getInt(at + 8),
            bytes.getInt(at + 12),
            bytes.getLong(at + 16),
            bytes.getInt(at + 24),
            bytes.getInt(at + 28));
    return header.body > 0 && header.sealed >= 0 && header.records > 0
        ? Optional.of(header)
        : Optional.empty();
  }

  static int crc(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}

package dev.stint.persistence.journal.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum and format in front of every snapshot. Pure. */
public final class SnapshotFormat {
  /** The format this version writes and reads. */
  public static final byte FORMAT = 1;

  /** Bytes before the manifest: CRC32C (4), format (1), serializer id (4), manifest length (4). */
  public static final int FIXED = 13;

  private SnapshotFormat() {}

  /** Whether the checksum fits and the format is known. */
  public static boolean isWhole(byte[] stored) {
    return stored.length >= FIXED
        && ByteBuffer.wrap(stored).getInt() == crc(stored)
        && stored[4] == FORMAT;
  }

  /** CRC32C of everything behind the checksum itself. */
  public static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    return (int) crc.getValue();
  }
}

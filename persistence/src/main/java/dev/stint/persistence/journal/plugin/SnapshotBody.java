package dev.stint.persistence.journal.plugin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Bytes of a stored snapshot: CRC32C of the rest (4), format 1 (1), serializer id (4), length of
 * the manifest (4), manifest, state.
 *
 * @param serializer id of the Pekko serializer that wrote {@code bytes}
 * @param bytes the state alone
 */
public record SnapshotBody(int serializer, String manifest, byte[] bytes) {
  static final byte FORMAT = 1;
  static final int FIXED = 13;

  /** Nothing when the bytes are damaged or of a format not known here. */
  public static Optional<SnapshotBody> read(byte[] stored) {
    if (!isWhole(stored)) return Optional.empty();
    var bytes = ByteBuffer.wrap(stored).position(5);
    int serializer = bytes.getInt();
    byte[] manifest = new byte[bytes.getInt()];
    bytes.get(manifest);
    byte[] body = new byte[bytes.remaining()];
    bytes.get(body);
    return Optional.of(
        new SnapshotBody(serializer, new String(manifest, StandardCharsets.UTF_8), body));
  }

  static boolean isWhole(byte[] stored) {
    return stored.length >= FIXED
        && ByteBuffer.wrap(stored).getInt() == crc(stored)
        && stored[4] == FORMAT;
  }

  static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    return (int) crc.getValue();
  }
}

package dev.stint.persistence.journal.plugin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Bytes of a snapshot: CRC32C of the rest (4), format 1 (1), serializer id (4), length of the
 * manifest (4), manifest, state. Thread-safe.
 */
final class SnapshotCodec {
  private static final byte FORMAT = 1;
  private static final int FIXED = 13;

  private final Serialization serialization;

  SnapshotCodec(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  byte[] bytes(Object state) {
    Serializer serializer = serialization.findSerializerFor(state);
    byte[] body = serialization.serialize(state).get();
    byte[] manifest = Serializers.manifestFor(serializer, state).getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(FIXED + manifest.length + body.length);
    bytes.putInt(0).put(FORMAT).putInt(serializer.identifier()).putInt(manifest.length);
    bytes.put(manifest).put(body);
    return bytes.putInt(0, crc(bytes.array())).array();
  }

  /** The state, or nothing when the bytes are damaged or of a format not known here. */
  Optional<Object> state(byte[] stored) {
    if (!isWhole(stored)) return Optional.empty();
    var bytes = ByteBuffer.wrap(stored).position(5);
    int serializer = bytes.getInt();
    byte[] manifest = new byte[bytes.getInt()];
    bytes.get(manifest);
    byte[] body = new byte[bytes.remaining()];
    bytes.get(body);
    var name = new String(manifest, StandardCharsets.UTF_8);
    return Optional.of(serialization.deserialize(body, serializer, name).get());
  }

  /** Whether the checksum fits and the format is known. */
  boolean isWhole(byte[] stored) {
    return stored.length >= FIXED
        && ByteBuffer.wrap(stored).getInt() == crc(stored)
        && stored[4] == FORMAT;
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 4, bytes.length - 4);
    return (int) crc.getValue();
  }
}

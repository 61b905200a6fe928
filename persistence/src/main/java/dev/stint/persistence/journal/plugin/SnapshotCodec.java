package dev.stint.persistence.journal.plugin;

import dev.stint.persistence.journal.record.SnapshotFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
  private final Serialization serialization;

  SnapshotCodec(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  byte[] bytes(Object state) {
    Serializer serializer = serialization.findSerializerFor(state);
    byte[] body = serialization.serialize(state).get();
    byte[] manifest = Serializers.manifestFor(serializer, state).getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(SnapshotFormat.FIXED + manifest.length + body.length);
    bytes
        .putInt(0)
        .put(SnapshotFormat.FORMAT)
        .putInt(serializer.identifier())
        .putInt(manifest.length);
    bytes.put(manifest).put(body);
    return bytes.putInt(0, SnapshotFormat.crc(bytes.array())).array();
  }

  /** The state, or nothing when the bytes are damaged or of a format not known here. */
  Optional<Object> state(byte[] stored) {
    if (!SnapshotFormat.isWhole(stored)) return Optional.empty();
    var bytes = ByteBuffer.wrap(stored).position(5);
    int serializer = bytes.getInt();
    byte[] manifest = new byte[bytes.getInt()];
    bytes.get(manifest);
    byte[] body = new byte[bytes.remaining()];
    bytes.get(body);
    var name = new String(manifest, StandardCharsets.UTF_8);
    return Optional.of(serialization.deserialize(body, serializer, name).get());
  }
}

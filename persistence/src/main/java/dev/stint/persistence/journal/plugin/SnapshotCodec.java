package dev.stint.persistence.journal.plugin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/** States to stored snapshots and back. Thread-safe. */
final class SnapshotCodec {
  private final Serialization serialization;

  SnapshotCodec(ActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  byte[] bytes(Object state) {
    Serializer serializer = serialization.findSerializerFor(state);
    byte[] body = serialization.serialize(state).get();
    byte[] manifest = Serializers.manifestFor(serializer, state).getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(SnapshotBody.FIXED + manifest.length + body.length);
    bytes
        .putInt(0)
        .put(SnapshotBody.FORMAT)
        .putInt(serializer.identifier())
        .putInt(manifest.length);
    bytes.put(manifest).put(body);
    return bytes.putInt(0, SnapshotBody.crc(bytes.array())).array();
  }

  /** The state, or nothing when the bytes are damaged or of a format not known here. */
  Optional<Object> state(byte[] stored) {
    return SnapshotBody.read(stored)
        .map(s -> serialization.deserialize(s.bytes(), s.serializer(), s.manifest()).get());
  }

  /** Whether the checksum fits and the format is known. */
  boolean isWhole(byte[] stored) {
    return SnapshotBody.isWhole(stored);
  }
}

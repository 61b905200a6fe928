package dev.stint.persistence.codec;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.JsonSerializer;
import dev.stint.persistence.state.RunState;
import java.time.Instant;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Events and states for Pekko, under their stable names: class names never reach the journal.
 * Thread-safe.
 */
public final class RecordSerializer extends SerializerWithStringManifest implements JsonSerializer {
  /** In every stored record: never changes. */
  static final int IDENTIFIER = 1_970_061_701;

  private static final String STATE = "run.state/1";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return switch (value) {
      case Recorded recorded -> EventNames.of(recorded.event());
      case RunState _ -> STATE;
      default -> throw unknown(value);
    };
  }

  @Override
  public byte[] toBinary(Object value) {
    return switch (value) {
      case Recorded recorded -> EventCodec.write(recorded.event());
      case RunState state -> EventCodec.write(state);
      default -> throw unknown(value);
    };
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (manifest.equals(STATE)) return EventCodec.readState(bytes);
    return Recorded.of(Instant.EPOCH, "", EventCodec.read(manifest, bytes));
  }

  @Override
  public Object completed(Object event, Instant at, String by) {
    return event instanceof Recorded recorded ? Recorded.of(at, by, recorded.event()) : event;
  }

  private static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException("not a record: " + value.getClass().getName());
  }
}

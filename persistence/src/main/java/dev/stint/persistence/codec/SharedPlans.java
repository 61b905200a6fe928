package dev.stint.persistence.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.stint.persistence.event.Plan;
import java.io.IOException;
import java.util.Arrays;

/**
 * Plans are most of a submission's bytes, and the same for every run of a version. Here each is
 * read, and written, once: events with the same bytes of a plan share one plan, and a plan that is
 * written again is copied. Bounded; thread-safe.
 *
 * <p>What is read is found by its bytes as they stand in the record, what is written by the very
 * plan, and neither stands for the other: a record that spells its plan in another way is still
 * read, and still found to hold other bytes than the event it is read as.
 */
final class SharedPlans {
  /** Attribute of a reader: the bytes that it reads. */
  static final Object SOURCE = new Object();

  private static final int KEPT = 128;

  /** A plan that is larger is not kept, so that all together stay below some 32 MiB. */
  private static final int LARGEST = 64 << 10;

  private final JsonMapper plain;
  private final Recent<Bytes, Plan> read = new Recent<>(KEPT);
  private final Recent<Very, SerializedString> written = new Recent<>(KEPT);

  /** The bytes of a plan, by what they are. */
  private record Bytes(byte[] json, int hash) {
    Bytes(byte[] json) {
      this(json, Arrays.hashCode(json));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(json, bytes.json);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A plan, by which one it is: comparing plans costs as much as writing one. */
  private record Very(Plan plan) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Very very && plan == very.plan;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(plan);
    }
  }

  /**
   * @param plain reads and writes a plan when it is not known yet
   */
  SharedPlans(JsonMapper plain) {
    this.plain = plain;
  }

  /** A mapper like the plain one that shares plans. */
  JsonMapper mapper() {
    var module = new SimpleModule("stint-shared-plans");
    module.addSerializer(new Writer());
    module.addDeserializer(Plan.class, new Reader());
    return plain.rebuild().addModule(module).build();
  }

  private Plan plan(byte[] json) throws IOException {
    if (json.length > LARGEST) return plain.readValue(json, Plan.class);
    var key = new Bytes(json);
    Plan known = read.get(key);
    if (known != null) return known;
    return read.putIfAbsent(key, plain.readValue(json, Plan.class));
  }

  private SerializedString json(Plan plan) throws IOException {
    var key = new Very(plan);
    SerializedString known = written.get(key);
    if (known != null) return known;
    var fresh = new SerializedString(plain.writeValueAsString(plan));
    return fresh.charLength() > LARGEST ? fresh : written.putIfAbsent(key, fresh);
  }

  private final class Writer extends StdSerializer<Plan> {
    private static final long serialVersionUID = 1;

    private Writer() {
      super(Plan.class);
    }

    @Override
    public void serialize(Plan plan, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeRawValue(json(plan));
    }
  }

  private final class Reader extends StdDeserializer<Plan> {
    private static final long serialVersionUID = 1;

    private Reader() {
      super(Plan.class);
    }

    @Override
    public Plan deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!(context.getAttribute(SOURCE) instanceof byte[] source)) {
        return plain.readValue(json, Plan.class);
      }
      int start = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      int end = (int) json.currentLocation().getByteOffset();
      return plan(Arrays.copyOfRange(source, start, end));
    }
  }
}

package dev.stint.persistence.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.state.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Events and states to canonical JSON and back. Every figure is an integer and every instant RFC
 * 3339 text, so that RFC 8785 needs no more than sorted keys. Thread-safe.
 */
public final class EventCodec {
  private static final JsonMapper PLAIN =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
          .build();

  private static final JsonMapper MAPPER = new SharedPlans(PLAIN).mapper();

  /** For each kind of event; making one anew takes a tenth of reading. */
  private static final Map<Class<?>, ObjectReader> READERS = new ConcurrentHashMap<>();

  /** Snapshots keep the order of their maps: steps stand in the plan's order. */
  private static final JsonMapper STATES =
      PLAIN.rebuild().disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private EventCodec() {}

  /** Canonical JSON bytes of the event's own fields; its name is stored beside them. */
  public static byte[] write(DomainEvent event) {
    return bytes(MAPPER, event);
  }

  /**
   * @throws IllegalArgumentException when the name is unknown or the bytes are not that event
   */
  public static DomainEvent read(String name, byte[] json) {
    return parse(json, EventNames.read(name), name);
  }

  /** As {@link #read(String, byte[])}, of JSON that was parsed already. */
  public static DomainEvent read(String name, JsonNode json) {
    try {
      return MAPPER.treeToValue(json, EventNames.read(name));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a stored " + name + ": " + e.getMessage(), e);
    }
  }

  /** The canonical JSON of a step, as it stands inside the event of a submission. */
  public static String text(PlannedStep step) {
    return new String(bytes(MAPPER, step), StandardCharsets.UTF_8);
  }

  public static byte[] write(RunState state) {
    return bytes(STATES, state);
  }

  public static RunState readState(byte[] json) {
    return parse(json, RunState.class, "state");
  }

  private static byte[] bytes(JsonMapper mapper, Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a " + value.getClass().getSimpleName() + " has no JSON", e);
    }
  }

  private static <T> T parse(byte[] json, Class<T> type, String name) {
    try {
      ObjectReader reader = READERS.computeIfAbsent(type, MAPPER::readerFor);
      // Only these have a plan, to be looked for in the bytes.
      boolean plan = type == RunEvent.Submitted.class || type == RunState.class;
      return (plan ? reader.withAttribute(SharedPlans.SOURCE, json) : reader).readValue(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a stored " + name + ": " + e.getMessage(), e);
    }
  }
}

package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of runs by commitment: read from the journal, and kept a while, because a step's
 * output is read by the steps after it. Content never changes under its commitment. Thread-safe.
 */
public final class RunValues {
  private static final long KEPT_BYTES = 64L << 20;
  private static final long ENTRY = 200; // commitment, entry and place in the table

  /** Where payloads are kept. */
  @FunctionalInterface
  public interface Source {
    Optional<byte[]> payload(String persistenceId, String commit);
  }

  private record Kept(JsonNode value, long bytes) {}

  private final Source source;
  private final long most;
  private final Map<String, Kept> kept = new LinkedHashMap<>(256, 0.75f, true);
  private long keptBytes;

  public RunValues(Source source) {
    this(source, KEPT_BYTES);
  }

  /**
   * @param most bytes of heap to keep values in, about
   */
  RunValues(Source source, long most) {
    this.source = source;
    this.most = most;
  }

  /** The payload of a value, remembered for the steps that will read it. */
  Payload payload(JsonNode value) {
    return payload(value, CanonicalJson.bytes(value));
  }

  /**
   * As {@link #payload(JsonNode)}.
   *
   * @param body the canonical bytes of {@code value}
   */
  Payload payload(JsonNode value, byte[] body) {
    Payload payload = Payload.of(body);
    keep(payload.commit(), value);
    return payload;
  }

  /**
   * The value under {@code commit} in the run's history.
   *
   * @throws MissingValueException when it is erased or missing
   * @throws IllegalStateException when it is damaged
   */
  public JsonNode read(RunId run, String commit) {
    synchronized (kept) {
      Kept known = kept.get(commit);
      if (known != null) return known.value();
    }
    byte[] body = bytes(run, commit);
    JsonNode value = Json.parse(new String(body, StandardCharsets.UTF_8));
    keep(commit, value);
    return value;
  }

  /** Forgets everything that is kept, after some of it was erased. */
  public void forget() {
    synchronized (kept) {
      kept.clear();
      keptBytes = 0;
    }
  }

  /** The bytes under {@code commit} in the run's history, checked against it. */
  public byte[] bytes(RunId run, String commit) {
    byte[] stored =
        source
            .payload(run.persistenceId(), commit)
            .orElseThrow(() -> new MissingValueException(commit));
    Payload payload = new Payload(commit, stored);
    if (!payload.intact()) throw new IllegalStateException("payload " + commit + " is damaged");
    return payload.body();
  }

  private void keep(String commit, JsonNode value) {
    var entry = new Kept(value, ENTRY + HeapSize.of(value));
    synchronized (kept) {
      if (kept.put(commit, entry) == null) keptBytes += entry.bytes();
      var eldest = kept.entrySet().iterator();
      while (keptBytes > most && eldest.hasNext()) {
        keptBytes -= eldest.next().getValue().bytes();
        eldest.remove();
      }
    }
  }
}

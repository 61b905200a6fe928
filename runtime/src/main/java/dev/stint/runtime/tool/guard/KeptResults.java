package dev.stint.runtime.tool.guard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Good results of tools that change nothing, by the hash of exactly what was called (B6, C4). In
 * memory only, bounded in bytes; the one longest unused goes first. Thread-safe.
 */
public final class KeptResults {
  private final long most;
  private final Map<String, Kept> results = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * @param tokens that the call admitted into its run
   */
  public record Kept(JsonNode value, long tokens, Instant at, long bytes) {}

  /**
   * @param most bytes of all results
   */
  public KeptResults(long most) {
    this.most = most;
  }

  public synchronized void keep(String call, JsonNode value, long tokens, Instant now) {
    long size = CanonicalJson.bytes(value).length + 200L;
    if (size > most / 4) return;
    Kept before = results.put(call, new Kept(value, tokens, now, size));
    bytes += size - (before == null ? 0 : before.bytes());
    Iterator<Kept> eldest = results.values().iterator();
    while (bytes > most) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
  }

  /** The result of that call, when it is no older than {@code age}. */
  public synchronized Optional<Kept> find(String call, Duration age, Instant now) {
    return Optional.ofNullable(results.get(call)).filter(k -> !k.at().plus(age).isBefore(now));
  }
}

package dev.stint.runtime.activity;

import dev.stint.persistence.event.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where answers of models that may be used again stand (C4): names of recorded outputs, and no
 * content. An answer is read from the record of the run that got it, so what is erased there is
 * gone from here. The least used leave; a restart forgets all. Thread-safe.
 */
final class ReplyCache {
  private static final int MOST = 10_000;

  /**
   * An answer.
   *
   * @param run in whose record it stands
   * @param output its payload there
   * @param version of the model that gave it
   * @param hash SHA-256 of its text
   */
  record Known(RunId run, String output, String version, String hash, Instant at) {}

  private final Map<String, Known> known =
      new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  /** The answer under {@code key}, if it is no older than {@code age}. */
  synchronized Optional<Known> find(String key, Duration age, Instant now) {
    return Optional.ofNullable(known.get(key)).filter(k -> k.at().plus(age).isAfter(now));
  }

  synchronized void keep(String key, Known answer) {
    known.put(key, answer);
  }

  synchronized void forget(String key) {
    known.remove(key);
  }
}

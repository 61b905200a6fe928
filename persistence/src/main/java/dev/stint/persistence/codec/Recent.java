package dev.stint.persistence.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bounded memory of what was used last. Thread-safe. */
final class Recent<K, V> {
  private final Map<K, V> values;

  /**
   * @param most how many are remembered
   */
  Recent(int most) {
    values =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** The value, or null when it is not remembered. */
  synchronized V get(K key) {
    return values.get(key);
  }

  /** Remembers {@code value} unless there is one already, and returns the one that is there. */
  synchronized V putIfAbsent(K key, V value) {
    V known = values.putIfAbsent(key, value);
    return known == null ? value : known;
  }
}

package dev.stint.persistence.journal.payload;

import dev.stint.persistence.journal.store.EventStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Data keys by persistence id, unwrapped once and kept a while: the one used longest ago is
 * forgotten, unless an append under way carries it. Thread-safe.
 */
final class DataKeys {
  private final EventStore store;
  private final MasterKeys masters;
  private final Map<String, DataKey> known;

  DataKeys(EventStore store, MasterKeys masters, int capacity) {
    this.store = store;
    this.masters = masters;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, DataKey> eldest) {
            return size() > capacity && eldest.getValue().carriers == 0;
          }
        };
  }

  /** A key to seal with, and its wrapped form when the append has to carry it. */
  record ForWriting(SecretKeySpec key, Optional<byte[]> carried) {}

  /**
   * @param isNew the persistence id has no event yet, so that the store need not be asked
   */
  ForWriting forWriting(String persistenceId, boolean isNew) {
    synchronized (known) {
      DataKey found = known.get(persistenceId);
      if (found != null) return carry(found);
    }
    Optional<DataKey> stored = isNew ? Optional.empty() : load(persistenceId);
    DataKey chosen = stored.orElseGet(() -> fresh(persistenceId));
    synchronized (known) {
      known.putIfAbsent(persistenceId, chosen);
      return carry(known.get(persistenceId));
    }
  }

  private static ForWriting carry(DataKey key) {
    if (key.stored) return new ForWriting(key.key, Optional.empty());
    key.carriers++;
    return new ForWriting(key.key, Optional.of(key.wrapped));
  }

  /** What became of an append that carried the key; a key that reached nobody is dropped. */
  void settled(String persistenceId, boolean stored) {
    synchronized (known) {
      DataKey key = known.get(persistenceId);
      if (key == null) return;
      key.carriers = Math.max(0, key.carriers - 1);
      key.stored |= stored;
      if (!key.stored && key.carriers == 0) known.remove(persistenceId);
    }
  }

  /** The key that the store has; empty when it has none. */
  Optional<SecretKeySpec> forReading(String persistenceId) {
    synchronized (known) {
      DataKey found = known.get(persistenceId);
      if (found != null) return Optional.of(found.key);
    }
    Optional<DataKey> stored = load(persistenceId);
    synchronized (known) {
      stored.ifPresent(key -> known.putIfAbsent(persistenceId, key));
    }
    return stored.map(key -> key.key);
  }

  void forget(String persistenceId) {
    synchronized (known) {
      known.remove(persistenceId);
    }
  }

  private Optional<DataKey> load(String persistenceId) {
    return store
        .dataKey(persistenceId)
        .map(wrapped ->
            new DataKey(AesGcm.key(masters.unwrap(persistenceId, wrapped)), wrapped, true));
  }

  private DataKey fresh(String persistenceId) {
    byte[] key = AesGcm.random(AesGcm.KEY);
    return new DataKey(AesGcm.key(key), masters.wrap(persistenceId, key), false);
  }
}

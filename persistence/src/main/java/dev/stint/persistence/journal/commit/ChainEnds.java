package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The chain ends in use, so that chaining reads nothing. Bounded: the one used longest ago is
 * forgotten and read again when needed. Thread-safe, but only the committer changes them, so that
 * what it has read from the store is not older than what it knows.
 */
final class ChainEnds {
  private final EventStore store;
  private final ChainReader chains;
  private final Map<String, ChainEnd> known;

  ChainEnds(EventStore store, int capacity) {
    this.store = store;
    this.chains = new ChainReader(store);
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, ChainEnd> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The end of {@code persistenceId}, from the store when it is not known. */
  ChainEnd of(String persistenceId) {
    return known(persistenceId).orElseGet(() -> reload(persistenceId));
  }

  /** The end of {@code persistenceId} if it is in use; never blocks on the store. */
  Optional<ChainEnd> known(String persistenceId) {
    synchronized (known) {
      return Optional.ofNullable(known.get(persistenceId));
    }
  }

  /** The end as the store has it now. */
  ChainEnd reload(String persistenceId) {
    Head head = store.head(persistenceId);
    ChainEnd end = ChainEnd.NONE;
    if (head.seq() > 0) {
      RecordedHeader last = chains.last(persistenceId, head.seq());
      end = new ChainEnd(head, last.epoch(), last.writer());
    }
    put(persistenceId, end);
    return end;
  }

  void put(String persistenceId, ChainEnd end) {
    synchronized (known) {
      known.put(persistenceId, end);
    }
  }

  void forget(String persistenceId) {
    synchronized (known) {
      known.remove(persistenceId);
    }
  }
}

package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.Head;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Heads that were looked for lately, above all of persistence ids that have no record yet: a new
 * run is looked for seven times on its way in, and what is not there is found only after every
 * table was asked. The history of its job is looked at as often.
 *
 * <p>A reader says before it looks that it does, and afterwards what it found. A writer says so
 * before and after its flush. Whatever the order, a head that is not the newest is never
 * remembered: a look that began before the second word of the writer is forgotten by it, and one
 * that began after it finds the newest. Bounded; thread-safe.
 */
final class KnownHeads {
  private final int most;
  private final Map<String, Object> looks = new HashMap<>();
  private final Map<String, Head> ids;

  /**
   * @param most how many ids are remembered
   */
  KnownHeads(int most) {
    this.most = most;
    this.ids =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > KnownHeads.this.most;
          }
        };
  }

  /** The head, when it is known; that of an id without a record is {@link Head#NONE}. */
  synchronized Optional<Head> of(String persistenceId) {
    return Optional.ofNullable(ids.get(persistenceId));
  }

  /** A look begins; what it gives back ends it. */
  synchronized Object looking(String persistenceId) {
    Object look = new Object();
    looks.put(persistenceId, look);
    return look;
  }

  /** The look found that. */
  synchronized void found(String persistenceId, Object look, Head head) {
    if (looks.remove(persistenceId, look)) ids.put(persistenceId, head);
  }

  /** The look broke off. */
  synchronized void failed(String persistenceId, Object look) {
    looks.remove(persistenceId, look);
  }

  /** Its records are being written, or have been. */
  synchronized void written(String persistenceId) {
    looks.remove(persistenceId);
    ids.remove(persistenceId);
  }
}

package dev.stint.persistence.journal.embedded;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Persistence ids that have no record yet, so that a new run is not looked for seven times on its
 * way in: what is not there is found only after every table was asked.
 *
 * <p>A reader says before it looks that it does, and afterwards that it found nothing. A writer
 * says so before and after its flush. Whatever the order, an id with a record is never remembered:
 * a look that began before the second word of the writer is forgotten by it, and one that began
 * after it finds the record. Bounded; thread-safe.
 */
final class Unwritten {
  private final int most;
  private final Map<String, Object> looks = new HashMap<>();
  private final Map<String, Boolean> ids;

  /**
   * @param most how many ids are remembered
   */
  Unwritten(int most) {
    this.most = most;
    this.ids =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > Unwritten.this.most;
          }
        };
  }

  /** Whether the id is known to have no record. */
  synchronized boolean contains(String persistenceId) {
    return ids.get(persistenceId) != null;
  }

  /** A look begins; what it gives back ends it. */
  synchronized Object looking(String persistenceId) {
    Object look = new Object();
    looks.put(persistenceId, look);
    return look;
  }

  /** The look found nothing, or a record. */
  synchronized void found(String persistenceId, Object look, boolean nothing) {
    if (looks.remove(persistenceId, look) && nothing) ids.put(persistenceId, true);
  }

  /** Its records are being written, or have been. */
  synchronized void written(String persistenceId) {
    looks.remove(persistenceId);
    ids.remove(persistenceId);
  }
}

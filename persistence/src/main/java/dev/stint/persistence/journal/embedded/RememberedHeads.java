package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.Head;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Heads as they are on disk, of those who were looked for or wrote last. {@link Head#NONE} is
 * remembered too: a new run is looked for seven times on its way in, and what is not there is found
 * only after every table was asked.
 *
 * <p>A reader says before it looks that it does, and afterwards what it found. A writer says so
 * before and after its flush. Whatever the order, a head that is no longer the newest is not
 * remembered: a look that began before the second word of the writer is forgotten by it, and one
 * that began after it finds the new head. Bounded; thread-safe.
 */
final class RememberedHeads {
  private final int most;
  private final Map<String, Object> looks = new HashMap<>();
  private final Map<String, Head> heads;

  /**
   * @param most how many are remembered
   */
  RememberedHeads(int most) {
    this.most = most;
    this.heads =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
            return size() > RememberedHeads.this.most;
          }
        };
  }

  /** The head, or nothing when it has to be looked for. */
  synchronized Optional<Head> of(String persistenceId) {
    return Optional.ofNullable(heads.get(persistenceId));
  }

  /** A look begins; what it gives back ends it. */
  synchronized Object looking(String persistenceId) {
    Object look = new Object();
    looks.put(persistenceId, look);
    return look;
  }

  /** The look found this. */
  synchronized void found(String persistenceId, Object look, Head head) {
    if (looks.remove(persistenceId, look)) heads.put(persistenceId, head);
  }

  /** The look failed. */
  synchronized void failed(String persistenceId, Object look) {
    looks.remove(persistenceId, look);
  }

  /** Its records are being written, or it is not known what became of them. */
  synchronized void writing(String persistenceId) {
    looks.remove(persistenceId);
    heads.remove(persistenceId);
  }

  /** Its records are on disk. */
  synchronized void wrote(String persistenceId, Head head) {
    looks.remove(persistenceId);
    heads.put(persistenceId, head);
  }
}

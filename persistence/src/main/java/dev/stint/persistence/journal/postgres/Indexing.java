package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the index up to date when this node knows of much that it lacks. Several nodes may try at
 * once: one does it, the others learn of it. Used under the lock of the store.
 */
final class Indexing {
  /** What a node reads again at most when it opens, and what it keeps places of. */
  private static final long BYTES = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);

  private final PlaceIndex index;
  private final NewerFrames newer;
  private final Unindexed unindexed;
  private final int every;

  /**
   * @param every records after which it is time
   */
  Indexing(PlaceIndex index, NewerFrames newer, Unindexed unindexed, int every) {
    this.index = index;
    this.newer = newer;
    this.unindexed = unindexed;
    this.every = every;
  }

  /**
   * Returns at once when it is not time. What fails is tried again with the next batch, as long as
   * memory allows.
   */
  void whenDue() {
    if (!isBeyond(1)) return;
    try {
      Unindexed.Portion portion = unindexed.portion();
      if (index.advance(portion)) unindexed.indexed(portion.to());
      else newer.learn();
    } catch (JournalException e) {
      if (isBeyond(4)) throw e;
      LOG.warn("The index of the journal is behind: {}", e.getMessage());
    }
  }

  private boolean isBeyond(int times) {
    return unindexed.records() >= (long) times * every || unindexed.bytes() >= times * BYTES;
  }
}

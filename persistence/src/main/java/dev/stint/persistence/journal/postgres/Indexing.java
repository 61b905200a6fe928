package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.JournalException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the index up to date when this node knows of much that it lacks. Several nodes may try at
 * once: one does it, the others learn of it.
 */
final class Indexing implements AutoCloseable {
  /** What a node reads again at most when it opens, and what it keeps places of. */
  private static final long BYTES = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);

  private final PlaceIndex index;
  private final NewerFrames newer;
  private final Unindexed unindexed;
  private final int every;
  private final Executor executor;
  private final AtomicBoolean running = new AtomicBoolean();
  private boolean closed;

  /**
   * @param every records after which it is time
   * @param executor where the work is done
   */
  Indexing(PlaceIndex index, NewerFrames newer, Unindexed unindexed, int every, Executor executor) {
    this.index = index;
    this.newer = newer;
    this.unindexed = unindexed;
    this.every = every;
    this.executor = executor;
  }

  /**
   * Returns at once: the work is done beside the appends. What fails is tried again with the next
   * batch, as long as memory allows; beyond that the batch waits for it, and fails with it.
   */
  void whenDue() {
    if (!isBeyond(1)) return;
    if (isBeyond(4)) {
      advance();
    } else if (running.compareAndSet(false, true)) {
      executor.execute(this::tryToAdvance);
    }
  }

  private void tryToAdvance() {
    try {
      advance();
    } catch (JournalException e) {
      LOG.warn("The index of the journal is behind: {}", e.getMessage());
    } finally {
      running.set(false);
    }
  }

  private synchronized void advance() {
    if (closed || !isBeyond(1)) return;
    Unindexed.Portion portion = unindexed.portion();
    if (index.advance(portion)) unindexed.indexed(portion.to());
    else newer.learn();
  }

  /** Waits for what is under way; the next node that appends does the rest. */
  @Override
  public synchronized void close() {
    closed = true;
  }

  private boolean isBeyond(int times) {
    return unindexed.records() >= (long) times * every || unindexed.bytes() >= times * BYTES;
  }
}

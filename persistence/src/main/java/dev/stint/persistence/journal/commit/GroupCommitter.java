package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.JournalOverloadedException;
import dev.stint.persistence.journal.store.StoreClosedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Drains everything pending into one batch and one flush, then answers (O1).
 *
 * <p>While one flush runs the next batch gathers, so the batch grows with the load and a single
 * writer waits for one flush only. An answer is given after the flush and after the commit was
 * announced. {@link #submit} is thread-safe and never blocks; one platform thread does the work.
 */
public final class GroupCommitter implements AutoCloseable {
  private final BatchCommitter committer;
  private final PendingQueue queue;
  private final Thread thread;

  /**
   * @param others who spare the committer's thread some work where that thread waits for another
   *     process: they tell those whose requests are durable, some at a time; when they reject that,
   *     the committer tells them
   */
  public GroupCommitter(
      EventStore store, CommitFeed feed, CommitSettings settings, Executor others) {
    Optional<Executor> sparing = store.isRemote() ? Optional.of(others) : Optional.empty();
    this.committer = new BatchCommitter(store, feed, settings.cachedHeads(), sparing);
    this.queue = new PendingQueue(settings);
    this.thread = Thread.ofPlatform().daemon().name("stint-journal-committer").start(this::run);
  }

  /**
   * Asks for {@code request} to be made durable.
   *
   * @return its commit numbers once it is durable; fails with a {@link
   *     dev.stint.persistence.journal.store.JournalException}, when nothing of it may be relied on
   */
  public CompletableFuture<Committed> submit(CommitRequest request) {
    Pending pending = committer.prepare(request);
    try {
      queue.add(pending);
    } catch (StoreClosedException | JournalOverloadedException refused) {
      pending.fail(refused);
    }
    return pending.answer();
  }

  private void run() {
    try {
      List<Pending> batch = queue.takeBatch();
      while (!batch.isEmpty()) {
        committer.commit(batch);
        batch = queue.takeBatch();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the committer", e);
    }
  }

  /** Takes no more, finishes what waits, and returns when the thread has ended. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}

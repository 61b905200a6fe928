package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.StoreFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Brings the index up to date beside the appends: some thousand histories take the database some
 * hundred milliseconds, which nobody who appends should wait for. Used while writing only.
 *
 * <p>What fails, fails whoever needs the index next: a store that cannot write to its database
 * takes no more than memory may hold.
 */
final class Indexing {
  private static final Executor THREAD =
      work -> Thread.ofPlatform().daemon().name("stint-journal-index").start(work);

  private final LogIndex index;
  private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

  Indexing(LogIndex index) {
    this.index = index;
  }

  /**
   * Begins with what has gathered when that is enough; waits for the step before it, if that is not
   * done.
   *
   * @param position behind the newest frame of the log
   * @param offset its newest commit
   */
  void whenDue(long position, long offset) {
    if (!index.isDue(position)) return;
    finish();
    running = CompletableFuture.runAsync(index.next(position, offset), THREAD);
  }

  /** All of it, at once. Durable when it returns. */
  void advance(long position, long offset) {
    finish();
    index.advance(position, offset);
  }

  /** Waits for the step that is under way. */
  void finish() {
    try {
      running.join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      throw new StoreFailedException(
          "the log cannot be indexed; restart to open it again: " + cause.getMessage(), cause);
    }
  }
}

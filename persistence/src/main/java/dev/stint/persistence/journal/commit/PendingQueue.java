package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.store.JournalOverloadedException;
import dev.stint.persistence.journal.store.StoreClosedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Requests waiting for the committer, bounded in number and bytes (G4). Thread-safe. */
final class PendingQueue {
  private final CommitSettings settings;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  PendingQueue(CommitSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws JournalOverloadedException when there is no room; the request was not taken
   * @throws StoreClosedException after {@link #close}
   */
  synchronized void add(Pending pending) {
    if (closed) throw new StoreClosedException("the journal");
    if (waiting.size() >= settings.queueRequests()
        || bytes + pending.size() > settings.queueBytes()) {
      throw new JournalOverloadedException(waiting.size(), bytes);
    }
    waiting.add(pending);
    bytes += pending.size();
    if (waiting.size() == 1) notifyAll();
  }

  /** Waits for a request and takes all that fit in one batch with it; empty after the last one. */
  synchronized List<Pending> takeBatch() throws InterruptedException {
    while (waiting.isEmpty() && !closed) wait();
    List<Pending> batch = new ArrayList<>();
    long size = 0;
    while (!waiting.isEmpty()
        && batch.size() < settings.batchRequests()
        && size < settings.batchBytes()) {
      Pending next = waiting.remove();
      batch.add(next);
      size += next.size();
    }
    bytes -= size;
    return batch;
  }

  /** Takes no more; what waits is still handed out. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

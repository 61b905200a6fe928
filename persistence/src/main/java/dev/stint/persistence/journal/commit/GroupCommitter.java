package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.FencedWriterException;
import dev.stint.persistence.journal.store.JournalOverloadedException;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import dev.stint.persistence.journal.store.StoreClosedException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Drains everything pending into one batch and one flush, then answers (O1).
 *
 * <p>While one flush runs the next batch gathers, so the batch grows with the load and a single
 * writer waits for one flush only. An answer is given after the flush and after the commit was
 * announced. {@link #submit} is thread-safe and never blocks; one platform thread does the work.
 */
public final class GroupCommitter implements AutoCloseable {
  private final EventStore store;
  private final CommitFeed feed;
  private final ChainEnds ends;
  private final PendingQueue queue;
  private final Thread thread;

  public GroupCommitter(EventStore store, CommitFeed feed, CommitSettings settings) {
    this.store = store;
    this.feed = feed;
    this.ends = new ChainEnds(store, settings.cachedHeads());
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
    var pending = new Pending(request, request.size(), new CompletableFuture<>());
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
        commit(batch);
        batch = queue.takeBatch();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the committer", e);
    }
  }

  private void commit(List<Pending> requests) {
    var batch = new CommitBatch(ends);
    try {
      for (Pending pending : requests) {
        try {
          batch.add(pending);
        } catch (RuntimeException damaged) {
          pending.fail(damaged);
        }
      }
      if (!batch.entries().isEmpty()) flush(batch);
      // Ends, because the first request of a persistence id is always decided.
      if (!batch.undecided().isEmpty()) commit(batch.undecided());
    } catch (Throwable fault) {
      // The thread must outlive any fault, or every later request would wait for ever.
      batch.entries().forEach(entry -> ends.forget(entry.append().persistenceId()));
      requests.forEach(pending -> pending.fail(fault));
    }
  }

  private void flush(CommitBatch batch) {
    List<CommitBatch.Entry> entries = batch.entries();
    try {
      announce(entries, store.append(batch.appends()));
    } catch (OutcomeUnknownException unknown) {
      entries.forEach(entry -> ends.forget(entry.append().persistenceId()));
      for (CommitBatch.Entry entry : entries) {
        readBack(entry)
            .ifPresentOrElse(
                committed -> {
                  feed.publish(committed.lastOffset(), Set.of(entry.append().persistenceId()));
                  entry.pending().answer().complete(committed);
                },
                () -> entry.pending().fail(unknown));
      }
    }
  }

  private void announce(List<CommitBatch.Entry> entries, List<AppendResult> results) {
    long last = 0;
    Set<String> touched = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String persistenceId = entries.get(i).append().persistenceId();
      if (results.get(i) instanceof AppendResult.Accepted accepted) {
        ends.put(persistenceId, entries.get(i).end());
        touched.add(persistenceId);
        feed.recent().add(accepted.firstOffset(), entries.get(i).pending().request());
        last = accepted.lastOffset();
      }
    }
    if (last > 0) feed.publish(last, touched);
    for (int i = 0; i < entries.size(); i++) answer(entries.get(i), results.get(i));
  }

  private void answer(CommitBatch.Entry entry, AppendResult result) {
    String persistenceId = entry.append().persistenceId();
    switch (result) {
      case AppendResult.Accepted(long first, long last) ->
          entry.pending().answer().complete(new Committed(first, last));
      case AppendResult.Conflict conflict -> {
        ends.forget(persistenceId);
        entry.pending().fail(new FencedWriterException(persistenceId, conflict));
      }
    }
  }

  private Optional<Committed> readBack(CommitBatch.Entry entry) {
    var append = entry.append();
    List<StoredRecord> found = new ArrayList<>();
    store.read(
        append.persistenceId(), append.firstSeq(), append.lastSeq(), Long.MAX_VALUE, found::add);
    if (found.size() != append.records().size()) return Optional.empty();
    for (int i = 0; i < found.size(); i++) {
      if (!Arrays.equals(found.get(i).bytes(), append.records().get(i).bytes())) {
        return Optional.empty();
      }
    }
    return Optional.of(new Committed(found.getFirst().offset(), found.getLast().offset()));
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

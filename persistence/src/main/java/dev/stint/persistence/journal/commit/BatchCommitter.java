package dev.stint.persistence.journal.commit;

import dev.stint.persistence.fault.FaultPoint;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.FencedWriterException;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Chains requests into one batch, has it flushed once and announces it on the thread that calls,
 * and has it answered. Used by one thread: that of the {@link GroupCommitter}, or of a simulation.
 */
public final class BatchCommitter {
  private final EventStore store;
  private final CommitFeed feed;
  private final ChainEnds ends;
  private final Optional<Executor> others;

  /**
   * Seals requests when they come, and answers on the thread that calls.
   *
   * @param cachedHeads persistence ids whose head is remembered
   */
  public BatchCommitter(EventStore store, CommitFeed feed, int cachedHeads) {
    this(store, feed, cachedHeads, Optional.of(Runnable::run));
  }

  /**
   * @param cachedHeads persistence ids whose head is remembered
   * @param others who do what need not be done by the thread that commits, if it is to be spared:
   *     they give its answers, and requests are sealed by those who bring them
   */
  BatchCommitter(EventStore store, CommitFeed feed, int cachedHeads, Optional<Executor> others) {
    this.store = store;
    this.feed = feed;
    this.ends = new ChainEnds(store, cachedHeads);
    this.others = others;
  }

  /**
   * {@code request} with as much of the work done as can be done now. Thread-safe, does not block.
   */
  Pending prepare(CommitRequest request) {
    return new Pending(request, others.flatMap(_ -> sealedAhead(request)));
  }

  private Optional<SealedAhead> sealedAhead(CommitRequest request) {
    return ends.known(request.persistenceId()).flatMap(end -> SealedAhead.of(request, end));
  }

  /**
   * Commits {@code requests} in order.
   *
   * @return their answers, complete, as {@link GroupCommitter#submit} gives them
   */
  public List<CompletableFuture<Committed>> commitAll(List<CommitRequest> requests) {
    List<Pending> pending = requests.stream().map(this::prepare).toList();
    commit(pending);
    return pending.stream().map(Pending::answer).toList();
  }

  /** Commits what waits, in order, and answers each request. Never throws. */
  void commit(List<Pending> requests) {
    var batch = new CommitBatch(ends, requests.size());
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
      // The committer must outlive any fault, or every later request would wait for ever.
      batch.entries().forEach(entry -> ends.forget(entry.append().persistenceId()));
      requests.forEach(pending -> pending.fail(fault));
    }
  }

  private void flush(CommitBatch batch) {
    List<CommitBatch.Entry> entries = batch.entries();
    try {
      FaultPoint.BEFORE_FLUSH.reached();
      List<AppendResult> results = store.append(batch.appends());
      FaultPoint.AFTER_FLUSH_BEFORE_ACK.reached();
      announce(entries, results);
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
    Set<String> touched = HashSet.newHashSet(entries.size());
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
    var answers = new Answers(others.orElse(Runnable::run));
    for (int i = 0; i < entries.size(); i++) answer(entries.get(i), results.get(i), answers);
    answers.give();
  }

  private void answer(CommitBatch.Entry entry, AppendResult result, Answers answers) {
    String persistenceId = entry.append().persistenceId();
    switch (result) {
      case AppendResult.Accepted(long first, long last) ->
          answers.add(entry.pending(), new Committed(first, last));
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
}

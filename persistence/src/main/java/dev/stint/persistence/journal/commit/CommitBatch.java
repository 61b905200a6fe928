package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.FencedWriterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests chained to the heads they continue. A request that continues none is refused here; what
 * is left goes to the store, which has the last word.
 */
final class CommitBatch {
  /** A request beside the append it became. */
  record Entry(Pending pending, Append append, ChainEnd end) {}

  private final ChainEnds ends;
  private final Map<String, ChainEnd> reached;
  private final List<Entry> entries;
  private final List<Pending> undecided = new ArrayList<>();

  /**
   * @param requests how many are to be expected
   */
  CommitBatch(ChainEnds ends, int requests) {
    this.ends = ends;
    this.reached = HashMap.newHashMap(requests);
    this.entries = new ArrayList<>(requests);
  }

  List<Entry> entries() {
    return entries;
  }

  /** Requests that only the outcome of this batch can judge: the one before may be refused. */
  List<Pending> undecided() {
    return undecided;
  }

  List<Append> appends() {
    return entries.stream().map(Entry::append).toList();
  }

  void add(Pending pending) {
    CommitRequest request = pending.request();
    String persistenceId = request.persistenceId();
    ChainEnd within = reached.get(persistenceId);
    ChainEnd end = within == null ? endFor(request) : within;
    long expected = end.head().seq() + 1;
    if (request.firstSeq() == expected) {
      Append append = sealed(pending, end);
      ChainEnd after = end.after(append, request.writer());
      reached.put(persistenceId, after);
      entries.add(new Entry(pending, append, after));
    } else if (within != null) {
      undecided.add(pending);
    } else {
      var conflict = new AppendResult.Conflict(expected, request.firstSeq());
      pending.fail(new FencedWriterException(persistenceId, conflict));
    }
  }

  private static Append sealed(Pending pending, ChainEnd end) {
    return pending
        .ahead()
        .filter(ahead -> ahead.continues(end))
        .map(SealedAhead::append)
        .orElseGet(() -> end.seal(pending.request()));
  }

  private ChainEnd endFor(CommitRequest request) {
    ChainEnd known = ends.of(request.persistenceId());
    // Another node may have written since; a refusal must rest on what the store says.
    return known.head().seq() + 1 == request.firstSeq()
        ? known
        : ends.reload(request.persistenceId());
  }
}

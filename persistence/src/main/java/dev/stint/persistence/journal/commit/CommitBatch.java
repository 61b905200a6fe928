package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.FencedWriterException;
import dev.stint.persistence.journal.store.NewRecord;
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
  private final Map<String, ChainEnd> reached = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  CommitBatch(ChainEnds ends) {
    this.ends = ends;
  }

  List<Entry> entries() {
    return entries;
  }

  List<Append> appends() {
    return entries.stream().map(Entry::append).toList();
  }

  void add(Pending pending) {
    CommitRequest request = pending.request();
    ChainEnd end = endFor(request);
    long expected = end.head().seq() + 1;
    if (request.firstSeq() != expected) {
      pending.fail(
          new FencedWriterException(
              request.persistenceId(), new AppendResult.Conflict(expected, request.firstSeq())));
      return;
    }
    Append append = seal(request, end);
    ChainEnd after = end.after(append, request.writer());
    reached.put(request.persistenceId(), after);
    entries.add(new Entry(pending, append, after));
  }

  private ChainEnd endFor(CommitRequest request) {
    String persistenceId = request.persistenceId();
    ChainEnd within = reached.get(persistenceId);
    if (within != null) return within;
    ChainEnd known = ends.of(persistenceId);
    // Another node may have written since; a refusal must rest on what the store says.
    return known.head().seq() + 1 == request.firstSeq() ? known : ends.reload(persistenceId);
  }

  private static Append seal(CommitRequest request, ChainEnd end) {
    long epoch = end.epochFor(request.writer());
    byte[] prev = end.head().hash();
    List<NewRecord> records = new ArrayList<>(request.drafts().size());
    for (RecordDraft draft : request.drafts()) {
      NewRecord record = draft.seal(epoch, prev);
      prev = record.hash();
      records.add(record);
    }
    return new Append(
        request.persistenceId(),
        request.firstSeq(),
        end.head().hash(),
        records,
        request.payloads());
  }
}

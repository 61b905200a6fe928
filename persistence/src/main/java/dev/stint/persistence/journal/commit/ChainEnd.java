package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.NewRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What the next record of a persistence id is chained to.
 *
 * @param epoch how many owners it has had, 0 before the first record
 * @param writer the last of them
 */
record ChainEnd(Head head, long epoch, String writer) {
  static final ChainEnd NONE = new ChainEnd(Head.NONE, 0, "");

  /** The epoch of a record by {@code owner}: one more whenever the owner is another one. */
  long epochFor(String owner) {
    return head.seq() > 0 && writer.equals(owner) ? epoch : epoch + 1;
  }

  /** {@code request} as the append that continues this end. */
  Append seal(CommitRequest request) {
    long epoch = epochFor(request.writer());
    byte[] prev = head.hash();
    List<NewRecord> records = new ArrayList<>(request.drafts().size());
    for (RecordDraft draft : request.drafts()) {
      NewRecord record = draft.seal(epoch, prev);
      prev = record.hash();
      records.add(record);
    }
    return new Append(
        request.persistenceId(),
        request.firstSeq(),
        head.hash(),
        records,
        request.payloads(),
        request.dataKey());
  }

  ChainEnd after(Append append, String owner) {
    return new ChainEnd(append.head(), epochFor(owner), owner);
  }
}

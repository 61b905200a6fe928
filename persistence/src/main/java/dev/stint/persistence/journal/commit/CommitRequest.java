package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Payload;
import java.util.List;
import java.util.Optional;

/**
 * Events of one persistence id by one owner, durable together or not at all.
 *
 * @param drafts consecutive, at least one
 * @param dataKey wrapped key of the payloads, when the store has none of this persistence id yet
 */
public record CommitRequest(
    List<RecordDraft> drafts, List<Payload> payloads, Optional<byte[]> dataKey) {
  public CommitRequest {
    drafts = List.copyOf(drafts);
    payloads = List.copyOf(payloads);
    if (drafts.isEmpty()) throw new IllegalArgumentException("a request needs an event");
  }

  /** Whose events they are. */
  public String persistenceId() {
    return drafts.getFirst().persistenceId();
  }

  String writer() {
    return drafts.getFirst().writer();
  }

  long firstSeq() {
    return drafts.getFirst().seq();
  }

  long size() {
    long size = 0;
    for (RecordDraft draft : drafts) size += draft.size();
    for (Payload payload : payloads) size += payload.bytes().length;
    return size;
  }
}

package dev.stint.runtime.simulation;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.codec.RecordSerializer;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as the journal plugin hands them to the committer. */
final class Drafts {
  private static final int SERIALIZER = new RecordSerializer().identifier();

  private Drafts() {}

  static CommitRequest request(
      RunId run, String writer, long firstSeq, List<RunEvent> events, String by, Instant at) {
    List<RecordDraft> drafts = new ArrayList<>();
    long seq = firstSeq;
    for (RunEvent event : events) {
      drafts.add(
          RecordDraft.of(
              new EventFacts(
                  run.persistenceId(),
                  seq++,
                  at,
                  by,
                  EventCodec.write(event),
                  SERIALIZER,
                  EventNames.of(event),
                  "",
                  writer)));
    }
    return new CommitRequest(drafts, List.of(), Optional.empty());
  }
}

package dev.stint.persistence.codec;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.payload.PayloadCipher;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first events of a history as a request to the journal: the records that Pekko's plugin would
 * write for an actor, made without one. The journal takes them only where there is no record yet.
 * Thread-safe.
 */
public final class FirstCommit {
  private static final RecordSerializer SERIALIZER = new RecordSerializer();

  private FirstCommit() {}

  /**
   * Serializes the events and seals their payloads.
   *
   * @param writer the owner's id; whoever owns the history next has another
   * @param events at least one
   * @throws RuntimeException when an event cannot be written as JSON or no key seals its payloads
   */
  public static CommitRequest of(
      String persistenceId, String writer, List<Recorded> events, PayloadCipher cipher) {
    List<RecordDraft> drafts = new ArrayList<>(events.size());
    List<Payload> payloads = new ArrayList<>();
    for (Recorded event : events) {
      drafts.add(draft(persistenceId, drafts.size() + 1, writer, event));
      payloads.addAll(event.payloads());
    }
    PayloadCipher.Sealed sealed = cipher.seal(persistenceId, 1, payloads);
    return new CommitRequest(drafts, sealed.payloads(), sealed.dataKey());
  }

  private static RecordDraft draft(String persistenceId, long seq, String writer, Recorded event) {
    return RecordDraft.of(
        new EventFacts(
            persistenceId,
            seq,
            event.at(),
            event.by(),
            SERIALIZER.toBinary(event),
            SERIALIZER.identifier(),
            SERIALIZER.manifest(event),
            "",
            writer),
        Optional.of(event.withoutPayloads()));
  }
}

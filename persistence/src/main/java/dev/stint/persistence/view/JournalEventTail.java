package dev.stint.persistence.view;

import dev.stint.persistence.codec.RecordSerializer;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.RecentEvents;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tail of the open journal, run events only. Thread-safe. */
public final class JournalEventTail implements EventTail {
  private static final Logger LOG = LoggerFactory.getLogger(JournalEventTail.class);
  private static final RecordSerializer SERIALIZER = new RecordSerializer();

  private final StintJournal journal;

  public JournalEventTail(StintJournal journal) {
    this.journal = journal;
  }

  @Override
  public Page after(long offset, int limit) {
    return recent(offset, limit).orElseGet(() -> stored(offset, limit));
  }

  /** Close behind the committer nothing is read or parsed: these are the events it was given. */
  private Optional<Page> recent(long offset, int limit) {
    List<RecentEvents.Recent> recent = journal.feed().recent().after(offset, limit);
    if (recent.isEmpty()) return Optional.empty();
    List<TailEvent> events = new ArrayList<>(recent.size());
    for (RecentEvents.Recent event : recent) {
      if (!TailEvent.ofRun(event.persistenceId())) continue;
      if (!(event.event() instanceof Recorded recorded)) return Optional.empty();
      events.add(new TailEvent(event.offset(), event.persistenceId(), event.seq(), recorded));
    }
    return Optional.of(new Page(events, recent.getLast().offset()));
  }

  private Page stored(long offset, int limit) {
    List<StoredRecord> records = journal.store().tail(offset, limit);
    List<TailEvent> events = new ArrayList<>(records.size());
    for (StoredRecord record : records) {
      if (TailEvent.ofRun(record.persistenceId())) {
        event(record).ifPresent(events::add);
      }
    }
    return new Page(events, records.isEmpty() ? offset : records.getLast().offset());
  }

  /**
   * A damaged record, and one whose event this version does not know, is passed over here: the
   * other runs' views go on, and whoever reads that run is told.
   */
  private static Optional<TailEvent> event(StoredRecord record) {
    try {
      RecordedHeader header = RecordReader.read(record);
      return Optional.of(
          new TailEvent(header.offset(), header.persistenceId(), header.seq(), recorded(header)));
    } catch (DamagedRecordException | IllegalArgumentException e) {
      LOG.error("the views pass over a damaged record: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public List<Recorded> history(RunId run, long toSeq) {
    int max = (int) Math.min(toSeq, Integer.MAX_VALUE);
    return max <= 0
        ? List.of()
        : journal.history(run.persistenceId(), 1, max).stream()
            .map(JournalEventTail::recorded)
            .toList();
  }

  /** The event of a checked record. */
  public static Recorded recorded(RecordedHeader header) {
    Object event = SERIALIZER.fromBinary(header.data(), header.type());
    return (Recorded) SERIALIZER.completed(event, header.at(), header.by());
  }
}

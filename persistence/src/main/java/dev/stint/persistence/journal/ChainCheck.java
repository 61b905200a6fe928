package dev.stint.persistence.journal;

import dev.stint.persistence.journal.record.CanonicalHeader;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.EventStore;
import java.util.Optional;

/**
 * Walks a whole chain as an auditor does: what recovery checks, and that every header is canonical
 * (AU-7) and no epoch goes back.
 */
final class ChainCheck {
  private final String persistenceId;
  private long records;
  private String hash = "";
  private long epoch;
  private String writer = "";

  ChainCheck(String persistenceId) {
    this.persistenceId = persistenceId;
  }

  ChainReport run(EventStore store) {
    try {
      new ChainReader(store).read(persistenceId, 1, Long.MAX_VALUE, Long.MAX_VALUE, this::take);
      return report(Optional.empty());
    } catch (DamagedRecordException e) {
      return report(Optional.of(e.damage()));
    }
  }

  private void take(RecordedHeader header) {
    long expected = header.writer().equals(writer) ? epoch : epoch + 1;
    if (header.epoch() != expected) {
      throw damaged(header, "epoch " + expected, "epoch " + header.epoch());
    }
    requireCanonical(header);
    epoch = header.epoch();
    writer = header.writer();
    hash = header.hash();
    records++;
  }

  private void requireCanonical(RecordedHeader header) {
    CanonicalHeader.problem(header)
        .ifPresent(found -> {
          throw damaged(header, "canonical JSON", found);
        });
  }

  private DamagedRecordException damaged(RecordedHeader header, String expected, String found) {
    return new DamagedRecordException(
        new DamagedRecord(persistenceId, header.seq(), expected, found));
  }

  private ChainReport report(Optional<DamagedRecord> damage) {
    return new ChainReport(persistenceId, records, hash, damage);
  }
}

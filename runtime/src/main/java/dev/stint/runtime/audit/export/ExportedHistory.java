package dev.stint.runtime.audit.export;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.view.JournalEventTail;
import java.util.List;

/** The records of a run or job that a bundle holds, checked as they were read. */
record ExportedHistory(String persistenceId, List<RecordedHeader> headers, List<Recorded> events) {
  /** Events in one history; beyond it something else than a run went on. */
  private static final int MOST = 1_000_000;

  /** The history as far as the log is signed. */
  static ExportedHistory read(StintJournal journal, String persistenceId, long signedSize) {
    List<RecordedHeader> headers =
        journal.history(persistenceId, 1, MOST).stream()
            .filter(header -> header.offset() <= signedSize)
            .toList();
    List<Recorded> events = headers.stream().map(JournalEventTail::recorded).toList();
    return new ExportedHistory(persistenceId, headers, events);
  }

  /** Each record's number in the log, from 0. */
  long[] leaves() {
    return headers.stream().mapToLong(header -> header.offset() - 1).toArray();
  }
}

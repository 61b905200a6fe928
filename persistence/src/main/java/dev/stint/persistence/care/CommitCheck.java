package dev.stint.persistence.care;

import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Walks the commits from the first to the newest: none may be missing or stand elsewhere. */
final class CommitCheck {
  private static final int PAGE = 500;

  private final EventStore store;
  private final Findings findings;
  private final Progress progress;
  private final Set<String> persistenceIds = new TreeSet<>();

  CommitCheck(EventStore store, Findings findings, Progress progress) {
    this.store = store;
    this.findings = findings;
    this.progress = progress;
  }

  /** Whose records were met, also of those whose head is lost. */
  Set<String> persistenceIds() {
    return persistenceIds;
  }

  void run() {
    long end = store.lastOffset();
    long reached = 0;
    while (reached < end) {
      List<StoredRecord> page = page(reached, (int) Math.min(PAGE, end - reached));
      for (StoredRecord record : page) persistenceIds.add(record.persistenceId());
      reached = page.isEmpty() ? reached + 1 : page.getLast().offset();
      progress.at(reached, end);
    }
  }

  /** Many at once; the next one alone when one of the many cannot be read; or none. */
  private List<StoredRecord> page(long after, int limit) {
    try {
      return store.tail(after, limit);
    } catch (JournalException many) {
      try {
        return store.tail(after, 1);
      } catch (JournalException one) {
        unreadable(after + 1, one);
        return List.of();
      }
    }
  }

  /** Under its number, and under the name of the record when the failure is about one. */
  private void unreadable(long offset, JournalException failure) {
    String what = "commit " + offset;
    findings.add("", what, "the record that was committed", failure.getMessage());
    if (failure instanceof DamagedRecordException damaged && damaged.damage().seq() > 0) {
      findings.add(Finding.of(damaged.damage()));
    }
  }
}

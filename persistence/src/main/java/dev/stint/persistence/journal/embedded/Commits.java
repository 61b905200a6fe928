package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.CommitLog;
import dev.stint.persistence.journal.log.LogWalk;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** Records in commit order: those of older formats in the database, all later ones in the log. */
final class Commits {
  private final CommitLog log;
  private final OldCommits old;
  private final FolderSettings settings;

  Commits(CommitLog log, OldCommits old, FolderSettings settings) {
    this.log = log;
    this.old = old;
    this.settings = settings;
  }

  /** Commits after {@code from} and up to {@code end}, at most {@code limit}, none left out. */
  List<StoredRecord> after(long from, long end, int limit) {
    List<StoredRecord> records = new ArrayList<>();
    if (limit <= 0 || from >= end) return records;
    if (from < old.last()) records.addAll(old.after(from, Math.min(end, old.last()), limit));
    long last = records.isEmpty() ? from : records.getLast().offset();
    LogWalk walk = log.walk(last + 1);
    while (records.size() < limit && last < end) {
      List<StoredRecord> frame = walk.next(last + 1);
      if (frame.isEmpty()) break;
      for (StoredRecord record : frame) {
        if (record.offset() <= last) continue;
        if (last == end || records.size() == limit) return records;
        requireNoGap(last + 1, record.offset());
        records.add(record);
        last = record.offset();
      }
    }
    if (records.size() < limit) requireNoGap(last + 1, end + 1);
    return records;
  }

  private void requireNoGap(long expected, long found) {
    if (found != expected && !settings.acceptLostCommits()) {
      throw new LostCommitsException(settings.dir().toString(), expected, found - 1);
    }
  }
}

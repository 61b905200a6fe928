package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records of all persistence ids in commit order: pointers to where each one is. */
final class CommitTail {
  private final Database database;
  private final FolderSettings settings;

  CommitTail(Database database, FolderSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /** Commits after {@code from} and up to {@code end}, at most {@code limit}, none left out. */
  List<StoredRecord> read(long from, long end, int limit) {
    List<StoredRecord> records = new ArrayList<>();
    if (limit <= 0 || from >= end) return records;
    long[] last = {from};
    database.scan(
        Keys.tail(from + 1),
        entry -> {
          if (entry.getKey()[0] != 't') return false;
          long offset = Keys.number(entry.getKey());
          if (offset > end) return false;
          requireNoGap(last[0] + 1, offset);
          records.add(pointedAt(offset, entry.getValue()));
          last[0] = offset;
          return records.size() < limit;
        });
    if (records.size() < limit) requireNoGap(last[0] + 1, end + 1);
    return records;
  }

  private void requireNoGap(long expected, long found) {
    if (found != expected && !settings.acceptLostCommits()) {
      throw new LostCommitsException(settings.dir().toString(), expected, found - 1);
    }
  }

  private StoredRecord pointedAt(long offset, byte[] pointer) {
    String pid = new String(pointer, 8, pointer.length - 8, StandardCharsets.UTF_8);
    long seq = Values.number(pointer);
    StoredRecord record =
        database
            .get(Keys.record(pid, seq))
            .map(value -> Values.record(pid, seq, value))
            .orElseThrow(() -> Values.damaged(pid, seq, "a record", "none"));
    if (record.offset() != offset) {
      throw Values.damaged(pid, seq, "commit " + offset, "commit " + record.offset());
    }
    return record;
  }
}

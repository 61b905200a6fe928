package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Commits of folders that are older than the log, where they stand: format 2 kept records in commit
 * order, format 1 by persistence id with pointers in commit order.
 */
final class OldCommits {
  private final Database database;
  private final FolderSettings settings;
  private final long last;
  private final long lastOfFormat1;

  /**
   * @param last newest commit that is not in the log
   */
  OldCommits(Database database, FolderSettings settings, long last) {
    this.database = database;
    this.settings = settings;
    this.last = last;
    long[] first = {last + 1};
    if (last > 0) {
      database.scan(
          Keys.commit(0),
          entry -> {
            if (entry.getKey()[0] == 'c') first[0] = Keys.number(entry.getKey());
            return false;
          });
    }
    this.lastOfFormat1 = first[0] - 1;
  }

  boolean any() {
    return last > 0;
  }

  /** Newest commit that is not in the log, 0 when there is none. */
  long last() {
    return last;
  }

  /** Commits after {@code from} and up to {@code end}, at most {@code limit}, none left out. */
  List<StoredRecord> after(long from, long end, int limit) {
    List<StoredRecord> records = new ArrayList<>();
    long[] last = {from};
    if (from < lastOfFormat1) {
      collect(Keys.tail(from + 1), end, limit, this::pointedAt, last, records);
    }
    if (records.size() < limit) {
      collect(Keys.commit(last[0] + 1), end, limit, OldCommits::whole, last, records);
    }
    if (records.size() < limit) requireNoGap(last[0] + 1, end + 1);
    return records;
  }

  private void collect(
      byte[] start,
      long end,
      int limit,
      BiFunction<Long, byte[], StoredRecord> read,
      long[] last,
      List<StoredRecord> records) {
    database.scan(
        start,
        entry -> {
          if (entry.getKey()[0] != start[0]) return false;
          long offset = Keys.number(entry.getKey());
          if (offset > end) return false;
          requireNoGap(last[0] + 1, offset);
          records.add(read.apply(offset, entry.getValue()));
          last[0] = offset;
          return records.size() < limit;
        });
  }

  private void requireNoGap(long expected, long found) {
    if (found != expected && !settings.acceptLostCommits()) {
      throw new LostCommitsException(settings.dir().toString(), expected, found - 1);
    }
  }

  private static StoredRecord whole(long offset, byte[] value) {
    return Values.commit(offset, value)
        .orElseThrow(() -> Values.damaged("commit " + offset, 0, "a record", "no such bytes"));
  }

  /** The record that the value under its own key leads to. */
  StoredRecord record(String pid, long seq, byte[] value) {
    if (!Values.isOffset(value)) return Values.record(pid, seq, value);
    long offset = Values.number(value);
    byte[] commit =
        database
            .get(Keys.commit(offset))
            .orElseThrow(() -> Values.damaged(pid, seq, "a record", "none"));
    Optional<StoredRecord> found = Values.commit(offset, commit);
    if (found.filter(f -> f.persistenceId().equals(pid) && f.seq() == seq).isPresent()) {
      return found.get();
    }
    String other =
        found.map(f -> "record %d of %s".formatted(f.seq(), f.persistenceId())).orElse("none");
    throw Values.damaged(pid, seq, "itself under its own key", other);
  }

  private StoredRecord pointedAt(long offset, byte[] pointer) {
    String pid = new String(pointer, 8, pointer.length - 8, StandardCharsets.UTF_8);
    long seq = Values.number(pointer);
    StoredRecord record =
        database
            .get(Keys.record(pid, seq))
            .map(value -> record(pid, seq, value))
            .orElseThrow(() -> Values.damaged(pid, seq, "a record", "none"));
    if (record.offset() != offset) {
      throw Values.damaged(pid, seq, "commit " + offset, "commit " + record.offset());
    }
    return record;
  }
}

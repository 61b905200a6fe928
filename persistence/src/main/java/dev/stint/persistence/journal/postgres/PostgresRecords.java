package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads records, by history and in commit order. By history: first what this node knows of the
 * newest frames, then the index; in the other order something could be moved past the reader.
 */
final class PostgresRecords {
  private final NewerFrames newer;
  private final Unindexed unindexed;
  private final PlaceIndex index;
  private final FrameTable frames;
  private final RowsOfV1 old;
  private final Sql sql;
  private final String where;

  PostgresRecords(
      Connections connections,
      NewerFrames newer,
      Unindexed unindexed,
      PlaceIndex index,
      String where) {
    this.newer = newer;
    this.unindexed = unindexed;
    this.index = index;
    this.frames = new FrameTable(connections, where);
    this.sql = new Sql(connections);
    this.old = new RowsOfV1(sql);
    this.where = where;
  }

  Head head(String pid) {
    newer.learn();
    return unindexed.head(pid).orElseGet(() -> index.head(pid));
  }

  List<String> persistenceIds(String after, int limit) {
    if (limit <= 0) return List.of();
    newer.learn();
    var ids = new TreeMap<byte[], String>(Arrays::compareUnsigned);
    for (String id : unindexed.persistenceIds()) ids.put(utf8(id), id);
    ids.headMap(utf8(after), true).clear();
    for (String id : index.persistenceIds(after, limit)) ids.put(utf8(id), id);
    return ids.values().stream().limit(limit).toList();
  }

  private static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  long read(String pid, long from, long to, long limit, Consumer<? super StoredRecord> consumer) {
    if (from > to || limit <= 0) return 0;
    newer.learn();
    var reading = new Reading(pid, Math.max(1, from), to, limit, consumer);
    Optional<Unindexed.Section> newest = unindexed.of(pid);
    reading.before(newest.map(Unindexed.Section::firstSeq).orElse(Long.MAX_VALUE));
    newest.ifPresent(section -> reading.places(section.firstSeq(), section.places()));
    return reading.count;
  }

  private final class Reading {
    /** Read at once. A consumer works without a connection in its hands, and may read itself. */
    private static final int PAGE = 1_000;

    private final String pid;
    private final long to;
    private final long limit;
    private final Consumer<? super StoredRecord> consumer;
    private long next;
    private long count;

    private Reading(
        String pid, long from, long to, long limit, Consumer<? super StoredRecord> consumer) {
      this.pid = pid;
      this.next = from;
      this.to = to;
      this.limit = limit;
      this.consumer = consumer;
    }

    private boolean done() {
      return count >= limit || next > to;
    }

    private void accept(StoredRecord record) {
      consumer.accept(record);
      next = record.seq() + 1;
      count++;
    }

    /** What the index knows before record {@code end}, and what was never in a frame. */
    private void before(long end) {
      if (done() || next >= end) return;
      List<StoredRecord> rows;
      do {
        rows = old.of(pid, next, Math.min(to, end - 1), limit - count);
        rows.forEach(this::accept);
      } while (!rows.isEmpty() && !done());
      while (!done() && next < end) {
        List<PlaceIndex.Run> runs = index.places(pid, next);
        if (runs.isEmpty()) return;
        for (PlaceIndex.Run run : runs) {
          int usable = (int) Math.min(run.places().size(), Math.max(0, end - run.firstSeq()));
          places(run.firstSeq(), run.places().subList(0, usable));
        }
        // Not beyond the end, where the index may have more by now: that is read from memory.
        PlaceIndex.Run last = runs.getLast();
        next = Math.max(next, Math.min(end, last.firstSeq() + last.places().size()));
      }
    }

    private void places(long firstSeq, List<FramePlace> places) {
      int from = (int) Math.min(places.size(), Math.max(0, next - firstSeq));
      while (from < places.size() && firstSeq + from <= to && !done()) {
        long most = Math.min(PAGE, Math.min(limit - count, to - firstSeq - from + 1));
        int end = (int) Math.min(places.size(), from + most);
        frames.records(pid, firstSeq + from, places.subList(from, end)).forEach(this::accept);
        from = end;
      }
    }
  }

  /** Records after {@code from}, none left out. */
  List<StoredRecord> tail(long from, int limit) {
    if (limit <= 0) return List.of();
    List<StoredRecord> records = new ArrayList<>();
    if (from < old.last()) records.addAll(old.after(from, limit));
    requireNoGap(from, records);
    long end = Long.MAX_VALUE;
    long last = from + records.size();
    while (records.size() < limit && last < end) {
      if (last < old.last()) requireNext(last + 1, old.last() + 1);
      FrameTable.Page page = frames.from(last + 1, last + limit - records.size());
      requireNoGap(last, page.records());
      end = page.counter();
      if (page.records().isEmpty() && last < end) requireNext(last + 1, end + 1);
      records.addAll(page.records());
      last = from + records.size();
    }
    return records;
  }

  private void requireNoGap(long from, List<StoredRecord> records) {
    long last = from;
    for (StoredRecord record : records) {
      requireNext(last + 1, record.offset());
      last = record.offset();
    }
  }

  private void requireNext(long expected, long found) {
    if (found != expected) throw LostCommitsException.inDatabase(where, expected, found - 1);
  }

  long lastOffset() {
    return sql.select("select last_offset from commit_counter", row -> row.getLong(1)).getFirst();
  }
}

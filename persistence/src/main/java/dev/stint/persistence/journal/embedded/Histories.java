package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.CommitLog;
import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Records of one persistence id, in order: those of older formats, indexed ones, the newest. */
final class Histories {
  private final Database database;
  private final CommitLog log;
  private final Unindexed recent;
  private final OldCommits old;

  Histories(Database database, CommitLog log, Unindexed recent, OldCommits old) {
    this.database = database;
    this.log = log;
    this.recent = recent;
    this.old = old;
  }

  /** See {@link dev.stint.persistence.journal.store.EventStore#read}. */
  long read(String pid, long from, long to, long limit, Consumer<? super StoredRecord> consumer) {
    if (from > to || limit <= 0) return 0;
    var reading = new Reading(pid, Math.max(1, from), to, limit, consumer);
    Optional<Unindexed.Section> newest = recent.of(pid); // before looking into the database
    long before = newest.map(Unindexed.Section::firstSeq).orElse(Long.MAX_VALUE);
    if (old.any()) reading.old();
    reading.indexed(before);
    newest.ifPresent(section -> reading.places(section.firstSeq(), section.records(), to));
    return reading.count;
  }

  private final class Reading {
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

    private void old() {
      byte[] first = Keys.record(pid, next);
      database.scan(
          first,
          entry -> {
            if (!Keys.sameOwner(entry.getKey(), first)) return false;
            long seq = Keys.number(entry.getKey());
            if (seq > to) return false;
            accept(old.record(pid, seq, entry.getValue()));
            return !done();
          });
    }

    /** Those before {@code end}. */
    private void indexed(long end) {
      if (done() || next >= end) return;
      byte[] first = Keys.places(pid, next);
      database.scan(
          first,
          entry -> {
            if (!Keys.sameOwner(entry.getKey(), first)) return false;
            List<Place> places = places(entry);
            places(Keys.number(entry.getKey()) - places.size() + 1, places, end - 1);
            return !done() && next < end;
          });
    }

    private List<Place> places(Map.Entry<byte[], byte[]> entry) {
      return Values.places(entry.getValue())
          .orElseThrow(() -> Values.damaged(pid, next, "where the record is", "other bytes"));
    }

    private void places(long firstSeq, List<Place> places, long last) {
      long from = Math.max(0, next - firstSeq);
      long end = Math.min(places.size(), Math.min(last, to) - firstSeq + 1);
      if (done() || from >= end) return;
      next = firstSeq + from;
      long most = Math.min(end - from, limit - count);
      List<Place> wanted = places.subList((int) from, (int) (from + most));
      int found =
          log.records(
              wanted,
              record -> accept(new StoredRecord(record.offset(), pid, next, record.bytes())));
      if (found < wanted.size()) throw Values.damaged(pid, next, "a record", "other bytes");
    }
  }
}

package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Snapshots beside the events. */
final class PostgresSnapshots {
  private static final String IN_RANGE =
      " from snapshots where pid = ? and seq between ? and ? and taken_at between ? and ?";

  private final Sql sql;

  PostgresSnapshots(Sql sql) {
    this.sql = sql;
  }

  void save(StoredSnapshot snapshot) {
    sql.change(
        "insert into snapshots (pid, seq, taken_at, bytes) values (?, ?, ?, ?) on conflict (pid, seq)"
            + " do update set taken_at = excluded.taken_at, bytes = excluded.bytes",
        snapshot.persistenceId(),
        snapshot.seq(),
        snapshot.timestamp(),
        snapshot.bytes());
  }

  /** One after the other, from the newest on: the first one nearly always fits. */
  Optional<StoredSnapshot> load(String pid, SnapshotRange range, Predicate<StoredSnapshot> usable) {
    long below = range.maxSeq();
    while (true) {
      List<StoredSnapshot> newest =
          sql.select(
              "select seq, taken_at, bytes" + IN_RANGE + " order by seq desc limit 1",
              row -> new StoredSnapshot(pid, row.getLong(1), row.getLong(2), row.getBytes(3)),
              pid,
              range.minSeq(),
              below,
              range.minTimestamp(),
              range.maxTimestamp());
      if (newest.isEmpty()) return Optional.empty();
      if (usable.test(newest.getFirst())) return Optional.of(newest.getFirst());
      below = newest.getFirst().seq() - 1;
    }
  }

  void delete(String pid, SnapshotRange range) {
    sql.change(
        "delete" + IN_RANGE,
        pid,
        range.minSeq(),
        range.maxSeq(),
        range.minTimestamp(),
        range.maxTimestamp());
  }
}

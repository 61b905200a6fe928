package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Reads records, by persistence id and in commit order. */
final class PostgresRecords {
  /** Read at once. A consumer works without a connection in its hands, and may read itself. */
  private static final int PAGE = 1_000;

  private final Sql sql;
  private final String where;

  PostgresRecords(Sql sql, String where) {
    this.sql = sql;
    this.where = where;
  }

  Head head(String pid) {
    List<Head> found =
        sql.select(
            "select seq, hash from heads where pid = ?",
            row -> new Head(row.getLong(1), row.getBytes(2)),
            pid);
    return found.isEmpty() ? Head.NONE : found.getFirst();
  }

  long read(String pid, long from, long to, long limit, Consumer<? super StoredRecord> consumer) {
    long next = Math.max(1, from);
    long count = 0;
    while (next <= to && count < limit) {
      int page = (int) Math.min(PAGE, limit - count);
      List<StoredRecord> found =
          sql.select(
              "select commit_offset, pid, seq, bytes from records"
                  + " where pid = ? and seq between ? and ? order by seq limit ?",
              PostgresRecords::record,
              pid,
              next,
              to,
              page);
      found.forEach(consumer);
      count += found.size();
      if (found.size() < page || found.getLast().seq() == to) break;
      next = found.getLast().seq() + 1;
    }
    return count;
  }

  /**
   * Records after {@code from}, none left out. The counter is read by the same statement, hence of
   * the same instant: rows up to it are visible, or they are gone.
   */
  List<StoredRecord> tail(long from, int limit) {
    if (limit <= 0) return List.of();
    long[] end = {0};
    List<StoredRecord> found =
        sql.select(
            """
            select r.commit_offset, r.pid, r.seq, r.bytes, c.last_offset
            from commit_counter c left join
              (select * from records where commit_offset > ? order by commit_offset limit ?) r
              on true
            order by r.commit_offset\
            """,
            row -> {
              end[0] = row.getLong(5);
              return record(row);
            },
            from,
            limit);
    List<StoredRecord> records = found.stream().filter(record -> record.offset() > 0).toList();
    long last = from;
    for (StoredRecord record : records) {
      requireNext(last + 1, record.offset());
      last = record.offset();
    }
    if (records.size() < limit && last < end[0]) requireNext(last + 1, end[0] + 1);
    return records;
  }

  private void requireNext(long expected, long found) {
    if (found != expected) throw LostCommitsException.inDatabase(where, expected, found - 1);
  }

  long lastOffset() {
    return sql.select("select last_offset from commit_counter", row -> row.getLong(1)).getFirst();
  }

  List<String> persistenceIds(String after, int limit) {
    if (limit <= 0) return List.of();
    return sql.select(
        "select pid from heads where pid > ? order by pid limit ?",
        row -> row.getString(1),
        after,
        limit);
  }

  private static StoredRecord record(ResultSet row) throws SQLException {
    return new StoredRecord(row.getLong(1), row.getString(2), row.getLong(3), row.getBytes(4));
  }
}

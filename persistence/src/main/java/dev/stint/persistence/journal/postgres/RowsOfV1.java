package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Records of a schema from before there were frames: a row each, never written again. */
final class RowsOfV1 {
  /** Read at once. A consumer works without a connection in its hands, and may read itself. */
  private static final int PAGE = 1_000;

  private final Sql sql;
  private final long last;

  RowsOfV1(Sql sql) {
    this.sql = sql;
    this.last = sql.select("select rows_until from index_mark", row -> row.getLong(1)).getFirst();
  }

  /** The last commit that is a row; 0 when none is. */
  long last() {
    return last;
  }

  /** Some records of a history, in order; all others of these numbers are in frames. */
  List<StoredRecord> of(String pid, long from, long to, long limit) {
    if (last == 0) return List.of();
    return sql.select(
        "select commit_offset, pid, seq, bytes from rows_of_v1"
            + " where pid = ? and seq between ? and ? order by seq limit ?",
        RowsOfV1::record,
        pid,
        from,
        to,
        Math.min(PAGE, limit));
  }

  /** Commits after {@code from}, in order. */
  List<StoredRecord> after(long from, int limit) {
    return sql.select(
        "select commit_offset, pid, seq, bytes from rows_of_v1"
            + " where commit_offset > ? order by commit_offset limit ?",
        RowsOfV1::record,
        from,
        limit);
  }

  private static StoredRecord record(ResultSet row) throws SQLException {
    return new StoredRecord(row.getLong(1), row.getString(2), row.getLong(3), row.getBytes(4));
  }
}

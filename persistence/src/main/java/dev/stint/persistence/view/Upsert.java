package dev.stint.persistence.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A kind of row: how it is changed and, when it is not there, made. Both statements take the same
 * values in the same order.
 */
record Upsert(String update, String insert) {
  /** Of {@code columns} under the columns {@code key}, each {@code name=?}. */
  static Upsert of(String table, String columns, String... key) {
    String all = columns + ", " + String.join(", ", key);
    int values = (int) all.chars().filter(c -> c == '?').count();
    return new Upsert(
        "update " + table + " set " + columns + " where " + String.join(" and ", key),
        "insert into "
            + table
            + " ("
            + all.replace("=?", "")
            + ") values (?"
            + ", ?".repeat(values - 1)
            + ")");
  }

  /** Writes all rows: one batch changes, a second makes those that were not there. */
  void write(Connection c, Collection<Object[]> rows) throws SQLException {
    int[] changed = batch(c, update, rows);
    List<Object[]> missing = new ArrayList<>();
    int i = 0;
    for (Object[] row : rows) {
      if (changed[i++] == 0) missing.add(row);
    }
    make(c, missing);
  }

  /** Writes rows that are not there yet: nothing is looked for first. */
  void make(Connection c, Collection<Object[]> rows) throws SQLException {
    int[] made = batch(c, insert, rows);
    for (int count : made) {
      if (count == Statement.EXECUTE_FAILED) throw new SQLException("a row could not be made");
    }
  }

  static int[] batch(Connection c, String sql, Collection<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) return new int[0];
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) statement.setObject(i + 1, row[i]);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }
}

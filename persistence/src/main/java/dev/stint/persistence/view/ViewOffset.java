package dev.stint.persistence.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** How far a projection is, kept beside its rows and fenced against a second projection. */
final class ViewOffset {
  private ViewOffset() {}

  /**
   * Moves the offset from where this projection believes it is; false when another one moved it.
   */
  static boolean advance(Connection c, String projection, long from, long to) throws SQLException {
    if (from == 0
        && execute(
                c,
                "insert into projection_offset select ?, ? where not exists"
                    + " (select 1 from projection_offset where name=?)",
                projection,
                to,
                projection)
            == 1) {
      return true;
    }
    return execute(
            c,
            "update projection_offset set position=? where name=? and position=?",
            to,
            projection,
            from)
        == 1;
  }

  private static int execute(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
      return statement.executeUpdate();
    }
  }
}

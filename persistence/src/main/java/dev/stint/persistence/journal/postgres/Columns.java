package dev.stint.persistence.journal.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows for one statement, to be sent as one array a column. */
final class Columns {
  private final String[] types;
  private final List<Object[]> rows = new ArrayList<>();

  /**
   * @param types of the columns: bigint, integer, text or bytea
   */
  Columns(String... types) {
    this.types = types;
  }

  void add(Object... row) {
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Binds the columns from parameter {@code first} on, and returns the parameter after them. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    for (int column = 0; column < types.length; column++) {
      Object[] values = array(types[column]);
      for (int row = 0; row < values.length; row++) values[row] = rows.get(row)[column];
      statement.setArray(
          first + column, statement.getConnection().createArrayOf(types[column], values));
    }
    return first + types.length;
  }

  private Object[] array(String type) {
    return switch (type) {
      case "bigint" -> new Long[rows.size()];
      case "integer" -> new Integer[rows.size()];
      case "text" -> new String[rows.size()];
      default -> new byte[rows.size()][];
    };
  }
}

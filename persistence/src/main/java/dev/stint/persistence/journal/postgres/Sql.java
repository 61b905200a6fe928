package dev.stint.persistence.journal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Single statements on pooled connections. Thread-safe. */
final class Sql {
  private final Connections connections;

  Sql(Connections connections) {
    this.connections = connections;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** All rows; the caller limits them. */
  <T> List<T> select(String sql, Row<T> reader, Object... values) {
    return connections.with(
        "read",
        connection -> {
          try (PreparedStatement statement = prepared(connection, sql, values);
              ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) found.add(reader.of(rows));
            return found;
          }
        });
  }

  /** Durable when it returns. May be repeated, so it must come to the same the second time. */
  void change(String sql, Object... values) {
    connections.with(
        "change",
        connection -> {
          try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
          }
        });
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    return statement;
  }
}

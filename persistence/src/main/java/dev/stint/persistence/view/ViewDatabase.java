package dev.stint.persistence.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The view database: H2 in a file beside the journal, in PostgreSQL's dialect, or PostgreSQL
 * itself. Thread-safe.
 */
public final class ViewDatabase implements AutoCloseable {
  /**
   * Part of the file's name: raise it with every change to the tables or to what the projection
   * puts there, and the next start builds the views afresh.
   */
  public static final int LAYOUT = 5;

  private static final int MOST_CONNECTIONS = 8;

  /** What H2 answers on a connection to a file that was closed under it. */
  private static final Set<Integer> CLOSED =
      Set.of(
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.OBJECT_CLOSED);

  private final DataSource connections;
  private final Runnable closing;

  /**
   * @param closing gives up the connections
   */
  ViewDatabase(DataSource connections, Runnable closing) {
    this.connections = connections;
    this.closing = closing;
  }

  /**
   * Opens the file, and makes the tables in a new one.
   *
   * @throws ViewException when the file cannot be opened; deleting it rebuilds it from the journal
   */
  public static ViewDatabase open(Path file) {
    return open("jdbc:h2:file:" + file.toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE");
  }

  /** A database that lives as long as this object. */
  static ViewDatabase inMemory(String name) {
    return open("jdbc:h2:mem:" + name);
  }

  private static ViewDatabase open(String url) {
    String full = url + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;TIME ZONE=UTC";
    var pool = JdbcConnectionPool.create(full, "sa", "");
    pool.setMaxConnections(MOST_CONNECTIONS);
    var database = new ViewDatabase(pool, () -> shutDown(pool));
    try {
      database.write(ViewDatabase::createTables);
      return database;
    } catch (ViewException e) {
      database.close();
      throw e;
    }
  }

  /** Makes the tables in the schema of {@code connection}, unless they are there. */
  static void createTables(Connection connection) throws SQLException {
    String schema = connection.getSchema();
    try (ResultSet tables =
        connection.getMetaData().getTables(null, schema, "projection_offset", null)) {
      if (tables.next()) return;
    }
    for (String statement : schema().split(";\\s*\\n")) {
      if (statement.isBlank()) continue;
      try (Statement create = connection.createStatement()) {
        create.execute(statement);
      }
    }
  }

  private static String schema() {
    try (var in = ViewDatabase.class.getResourceAsStream("/db/V001__views.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The journal offset up to which the rows are true. */
  public long offset() {
    return read(c -> {
      try (Statement select = c.createStatement();
          ResultSet rows = select.executeQuery("select max(position) from projection_offset")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  /** Something to do on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Something to change in one transaction. */
  @FunctionalInterface
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  /**
   * A full disk makes H2 close its file, and every pooled connection then fails once: the next one
   * opens it again.
   */
  <T> T read(Work<T> work) {
    for (int lost = 0; ; lost++) {
      try (Connection connection = connections.getConnection()) {
        return work.on(connection);
      } catch (SQLException e) {
        if (lost < MOST_CONNECTIONS && CLOSED.contains(e.getErrorCode())) continue;
        throw new ViewException("the views could not be read: " + e.getMessage(), e);
      }
    }
  }

  /** All of the change, or none of it. */
  void write(Change change) {
    try (Connection connection = connections.getConnection()) {
      connection.setAutoCommit(false);
      try {
        change.on(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new ViewException("the views could not be written: " + e.getMessage(), e);
    }
  }

  private static void shutDown(JdbcConnectionPool pool) {
    try (Connection connection = pool.getConnection();
        Statement shutdown = connection.createStatement()) {
      shutdown.execute("shutdown");
    } catch (SQLException _) {
      // Already closed: the views are disposable, and the journal is what counts.
    }
    pool.dispose();
  }

  @Override
  public void close() {
    closing.run();
  }
}

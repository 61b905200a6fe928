package dev.stint.persistence.journal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that appends, opened when there is none and dropped after any failure. For the
 * writer, under its lock; {@link #backend} for all.
 */
final class WriterSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);

  /**
   * A batch takes the server process some hundred kilobytes, which glibc would give back to the
   * system after each, and get again page by page. What was once much larger tells it not to: half
   * of the page faults of an append were these.
   */
  private static final String KEEP_MEMORY = "select length(repeat(' ', 8388608))";

  private final Connections connections;
  private final String channel;
  private final Audience audience;
  private Optional<Open> open = Optional.empty();
  private volatile int backend;

  /** A connection and what belongs to it. */
  record Open(Connection connection, AppendStatements statements) {}

  WriterSession(Connections connections, String channel, Audience audience) {
    this.connections = connections;
    this.channel = channel;
    this.audience = audience;
  }

  /** The server process it talks to or has talked to last, which is the sender of its notices. */
  int backend() {
    return backend;
  }

  Optional<Open> current() {
    return open;
  }

  /** The present one, or a new one. */
  Open connected() throws SQLException {
    if (open.isEmpty()) open = Optional.of(connect());
    return open.get();
  }

  private Open connect() throws SQLException {
    Connection connection = connections.open();
    try (Statement keep = connection.createStatement()) {
      keep.execute(KEEP_MEMORY);
      var opened = new Open(connection, new AppendStatements(connection, channel, audience));
      backend = connection.unwrap(PGConnection.class).getBackendPID();
      return opened;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  void drop() {
    open.ifPresent(lost -> {
      try {
        lost.connection().close();
      } catch (SQLException alreadyGone) {
        LOG.debug("closing a lost connection", alreadyGone);
      }
    });
    open = Optional.empty();
  }

  @Override
  public void close() {
    drop();
  }
}

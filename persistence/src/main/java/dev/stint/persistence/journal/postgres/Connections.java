package dev.stint.persistence.journal.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stint.persistence.journal.store.StoreClosedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the server: a small pool for reading and short changes, and single ones that their
 * user keeps. Thread-safe.
 */
final class Connections implements AutoCloseable {
  /** Far above anything healthy, below what makes the other nodes give up waiting. */
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(5);

  /**
   * A batch in one piece: the server then does not begin to read, and sleep, before it is there.
   */
  private static final int SEND_BUFFER = 256 << 10;

  private final PostgresSettings settings;
  private final SqlFailures failures;
  private final PGSimpleDataSource source;
  private final HikariDataSource pool;

  Connections(PostgresSettings settings) {
    this.settings = settings;
    this.failures = new SqlFailures(settings);
    this.source = source(settings);
    this.pool = pool(settings, source);
  }

  private static PGSimpleDataSource source(PostgresSettings settings) {
    var source = new PGSimpleDataSource();
    source.setURL(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setCurrentSchema(settings.schema());
    source.setApplicationName("stint");
    source.setTcpKeepAlive(true);
    source.setMaxSendBufferSize(SEND_BUFFER);
    source.setConnectTimeout(seconds(settings.connectTimeout()));
    source.setLoginTimeout(seconds(settings.connectTimeout()));
    // The server gives up first; this is for a server that is no longer there.
    source.setSocketTimeout(seconds(settings.statementTimeout()) + 5);
    source.setLogServerErrorDetail(false); // which would quote rows
    return source;
  }

  private static HikariDataSource pool(PostgresSettings settings, DataSource source) {
    var config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("stint-journal");
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setInitializationFailTimeout(-1); // the store has said already what is wrong
    config.setConnectionInitSql(session(settings));
    return new HikariDataSource(config);
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.toSeconds()));
  }

  /**
   * A commit must be on the disk, and a statement see what was committed before it, whatever the
   * server's defaults are.
   */
  private static String session(PostgresSettings settings) {
    return """
    select set_config('synchronous_commit',
             case current_setting('synchronous_commit') when 'off' then 'on'
               else current_setting('synchronous_commit') end, false),
           set_config('default_transaction_isolation', 'read committed', false),
           set_config('statement_timeout', '%d', false),
           set_config('lock_timeout', '%d', false),
           set_config('idle_in_transaction_session_timeout', '%d', false)
    """
        .formatted(
            settings.statementTimeout().toMillis(),
            settings.lockTimeout().toMillis(),
            IDLE_IN_TRANSACTION.toMillis());
  }

  /** Where all connections come from, without what {@link #open} sets for a session. */
  DataSource source() {
    return source;
  }

  /** A connection of its own, which the caller closes. */
  Connection open() throws SQLException {
    Connection connection = source.getConnection();
    try (var set = connection.createStatement()) {
      set.execute(session(settings));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Something to do with a connection, all in one transaction unless it says otherwise. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does {@code work}, which reads or may be repeated, on a pooled connection; once more when the
   * server was restarted in between.
   */
  <T> T with(String verb, Work<T> work) {
    try {
      return once(work);
    } catch (SQLException e) {
      if (pool.isClosed()) throw new StoreClosedException(settings.where());
      if (!SqlFailures.connectionLost(e)) throw failures.of(verb, e);
    }
    try {
      return once(work);
    } catch (SQLException e) {
      throw failures.of(verb, e);
    }
  }

  private <T> T once(Work<T> work) throws SQLException {
    if (pool.isClosed()) throw new StoreClosedException(settings.where());
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}

package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends over one connection of its own, and connects again when that is lost. Used under the lock
 * of its store.
 */
final class PostgresWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);
  private static final long BETWEEN_ATTEMPTS_NANOS = 100_000_000;

  /** A connection and what belongs to it. */
  private record Session(Connection connection, AppendStatements statements) {}

  private final PostgresSettings settings;
  private final Connections connections;
  private final SqlFailures failures;
  private final String channel;
  private final KnownHeads known = new KnownHeads();
  private Optional<Session> session = Optional.empty();
  private volatile int backend;

  PostgresWriter(PostgresSettings settings, Connections connections, String channel) {
    this.settings = settings;
    this.connections = connections;
    this.failures = new SqlFailures(settings);
    this.channel = channel;
  }

  /** The server process this writer talks to, which is the sender of its notices. */
  int backend() {
    return backend;
  }

  List<AppendResult> append(List<Append> batch) {
    AppendPlan plan = written(batch);
    Session current = session.orElseThrow();
    try {
      // Nothing was changed when nothing was accepted; committing gives the lock back either way.
      current.connection().commit();
      known.wrote(plan);
      return plan.results();
    } catch (SQLException e) {
      drop();
      settle();
      throw new OutcomeUnknownException(
          "%s did not answer a commit: %s".formatted(settings.where(), e.getMessage()), e);
    }
  }

  /** A lost connection is noticed here, before anything can be stored, so trying again is safe. */
  private AppendPlan written(List<Append> batch) {
    boolean fresh = session.isEmpty();
    try {
      return write(batch);
    } catch (SQLException e) {
      drop();
      if (fresh || !SqlFailures.connectionLost(e)) throw failures.of("append to", e);
    }
    try {
      return write(batch);
    } catch (SQLException e) {
      drop();
      throw failures.of("append to", e);
    }
  }

  private AppendPlan write(List<Append> batch) throws SQLException {
    if (session.isEmpty()) session = Optional.of(connect());
    Session current = session.get();
    Optional<AppendPlan> expected = known.plan(batch);
    if (expected.isPresent() && writtenAtOnce(current, expected.get())) return expected.get();
    AppendPlan plan = current.statements().plan(batch);
    known.found(AppendStatements.begin(plan));
    if (!plan.placed().isEmpty() && !current.statements().write(plan)) {
      throw new SQLException("the commit counter moved while it was locked", "XX000");
    }
    return plan;
  }

  /** Without a look; false when somebody else has written meanwhile, and nothing is changed. */
  private static boolean writtenAtOnce(Session current, AppendPlan plan) throws SQLException {
    try {
      return current.statements().write(plan);
    } catch (SQLException e) {
      if (!SqlFailures.alreadyThere(e)) throw e;
      current.connection().rollback();
      return false;
    }
  }

  private Session connect() throws SQLException {
    Connection connection = connections.open();
    try {
      connection.setAutoCommit(false);
      var opened = new Session(connection, new AppendStatements(connection, channel));
      backend = connection.unwrap(PGConnection.class).getBackendPID();
      return opened;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Waits until the transaction whose commit was not answered has ended one way or the other, so
   * that reading back is final: it holds the counter's lock until then.
   */
  private void settle() {
    long deadline = System.nanoTime() + settings.settleTimeout().toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (session.isEmpty()) session = Optional.of(connect());
        session.get().statements().plan(List.of());
        session.get().connection().rollback();
        return;
      } catch (SQLException e) {
        drop();
        LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
      }
    }
    LOG.warn("{} does not answer; what became of its last commit is open.", settings.where());
  }

  private void drop() {
    known.forget();
    session.ifPresent(lost -> {
      try {
        lost.connection().close();
      } catch (SQLException alreadyGone) {
        LOG.debug("closing a lost connection", alreadyGone);
      }
    });
    session = Optional.empty();
  }

  @Override
  public void close() {
    drop();
  }
}

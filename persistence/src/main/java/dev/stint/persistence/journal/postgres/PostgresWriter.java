package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.log.DetachedFrames;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final NewerFrames newer;
  private final Unindexed unindexed;
  private final Indexing indexing;

  /** Where several nodes write in turn, trying without a look would mostly be a try in vain. */
  private boolean alone;

  private Optional<Session> session = Optional.empty();
  private volatile int backend;

  PostgresWriter(
      PostgresSettings settings,
      Connections connections,
      String channel,
      NewerFrames newer,
      Unindexed unindexed,
      Indexing indexing) {
    this.settings = settings;
    this.connections = connections;
    this.failures = new SqlFailures(settings);
    this.channel = channel;
    this.newer = newer;
    this.unindexed = unindexed;
    this.indexing = indexing;
  }

  /** The server process this writer talks to, which is the sender of its notices. */
  int backend() {
    return backend;
  }

  /** A plan and the frame that was written by it, not yet committed. */
  private record Written(AppendPlan plan, Optional<DetachedFrames.Made> frame) {}

  List<AppendResult> append(List<Append> batch) {
    indexing.whenDue();
    Written written = written(batch);
    Session current = session.orElseThrow();
    try {
      // Nothing was changed when nothing was accepted; committing gives the lock back either way.
      current.connection().commit();
    } catch (SQLException e) {
      drop();
      settle();
      throw new OutcomeUnknownException(
          "%s did not answer a commit: %s".formatted(settings.where(), e.getMessage()), e);
    }
    written.frame().ifPresent(unindexed::add);
    return written.plan().results();
  }

  /** A lost connection is noticed here, before anything can be stored, so trying again is safe. */
  private Written written(List<Append> batch) {
    boolean fresh = session.isEmpty();
    try {
      return write(batch);
    } catch (SQLException e) {
      drop();
      if (fresh || !SqlFailures.connectionLost(e)) throw failures.of("append to", e);
    } catch (RuntimeException e) {
      drop(); // the lock must not outlive it
      throw e;
    }
    try {
      return write(batch);
    } catch (SQLException e) {
      drop();
      throw failures.of("append to", e);
    } catch (RuntimeException e) {
      drop();
      throw e;
    }
  }

  private Written write(List<Append> batch) throws SQLException {
    if (session.isEmpty()) session = Optional.of(connect());
    AppendStatements statements = session.get().statements();
    if (alone) {
      AppendPlan expected = plan(batch);
      // A refusal must rest on what the store says, so it is not made from memory.
      if (expected.placed().size() == batch.size()) {
        Optional<DetachedFrames.Made> frame = statements.write(expected);
        if (frame.isPresent()) return new Written(expected, frame);
      }
    }
    long known = unindexed.known();
    long counter = statements.lock();
    if (counter < known) {
      throw LostCommitsException.inDatabase(settings.where(), counter + 1, known);
    }
    alone = counter == known;
    newer.learn(statements.newer());
    AppendPlan plan = plan(batch);
    if (plan.placed().isEmpty()) return new Written(plan, Optional.empty());
    Optional<DetachedFrames.Made> frame = statements.write(plan);
    if (frame.isEmpty()) {
      throw new SQLException("the commit counter moved while it was locked", "XX000");
    }
    return new Written(plan, frame);
  }

  /** By what this node knows, and for histories not written lately by the index. */
  private AppendPlan plan(List<Append> batch) throws SQLException {
    Set<String> pids = HashSet.newHashSet(batch.size());
    batch.forEach(append -> pids.add(append.persistenceId()));
    Unindexed.Snapshot snapshot = unindexed.heads(pids);
    Map<String, Head> heads = snapshot.heads();
    if (!snapshot.missing().isEmpty()) {
      heads.putAll(PlaceIndex.heads(session.orElseThrow().connection(), snapshot.missing()));
    }
    return AppendPlan.of(batch, snapshot.offset(), pid -> heads.getOrDefault(pid, Head.NONE));
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
        session.get().statements().lock();
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
    alone = false;
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

package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.log.DetachedFrames;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends over one connection of its own, and connects again when that is lost. Used under the lock
 * of its store.
 */
final class PostgresWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);
  private static final long BETWEEN_ATTEMPTS_NANOS = 100_000_000;

  /**
   * How recent the last answer must be for a write at once. A server that has gone meanwhile is
   * noticed by looking, before anything could be stored, and refused at once; what became of a
   * write can be told only when the server is there again.
   */
  private static final long RECENT_NANOS = 100_000_000;

  private final PostgresSettings settings;
  private final SqlFailures failures;
  private final WriterSession session;
  private final NewerFrames newer;
  private final Unindexed unindexed;
  private final Indexing indexing;

  /** Where several nodes write in turn, trying without a look would mostly be a try in vain. */
  private boolean alone;

  /** {@link System#nanoTime()} of the last answer to a write. */
  private long answered;

  PostgresWriter(
      PostgresSettings settings,
      WriterSession session,
      NewerFrames newer,
      Unindexed unindexed,
      Indexing indexing) {
    this.settings = settings;
    this.failures = new SqlFailures(settings);
    this.session = session;
    this.newer = newer;
    this.unindexed = unindexed;
    this.indexing = indexing;
  }

  List<AppendResult> append(List<Append> batch) {
    indexing.whenDue();
    return atOnce(batch).orElseGet(() -> lookingFirst(batch));
  }

  /**
   * In one round trip, if nobody else has written since and all of the batch fits: a refusal must
   * rest on what the store says, so none is made from memory. Empty when nothing was stored.
   */
  private Optional<List<AppendResult>> atOnce(List<Append> batch) {
    boolean recent = System.nanoTime() - answered < RECENT_NANOS;
    if (!alone || !recent || session.current().isEmpty()) return Optional.empty();
    WriterSession.Open current = session.current().get();
    AppendPlan plan;
    try {
      current.connection().setAutoCommit(true);
      plan = plan(current, batch);
    } catch (SQLException e) {
      drop(); // nothing was changed, and looking first connects again
      return Optional.empty();
    }
    if (plan.placed().size() < batch.size()) return Optional.empty();
    try {
      Optional<DetachedFrames.Made> frame = current.statements().write(plan);
      answered = System.nanoTime();
      frame.ifPresent(unindexed::add);
      return frame.map(stored -> plan.results());
    } catch (SQLException e) {
      drop();
      if (!SqlFailures.connectionLost(e)) throw failures.of("append to", e);
      OptionalLong counter = settle();
      long before = plan.placed().getFirst().firstOffset() - 1;
      if (counter.isPresent() && counter.getAsLong() == before) return Optional.empty();
      throw unknown(e);
    }
  }

  private OutcomeUnknownException unknown(SQLException e) {
    return new OutcomeUnknownException(
        "%s did not answer a commit: %s".formatted(settings.where(), e.getMessage()), e);
  }

  /** A plan and the frame that was written by it, not yet committed. */
  private record Written(AppendPlan plan, Optional<DetachedFrames.Made> frame) {}

  private List<AppendResult> lookingFirst(List<Append> batch) {
    Written written = written(batch);
    WriterSession.Open current = session.current().orElseThrow();
    try {
      // Nothing was changed when nothing was accepted; committing gives the lock back either way.
      current.connection().commit();
    } catch (SQLException e) {
      drop();
      settle();
      throw unknown(e);
    }
    answered = System.nanoTime();
    written.frame().ifPresent(unindexed::add);
    return written.plan().results();
  }

  /** A lost connection is noticed here, before anything can be stored, so trying again is safe. */
  private Written written(List<Append> batch) {
    boolean fresh = session.current().isEmpty();
    try {
      return write(batch);
    } catch (SQLException e) {
      if (fresh || !SqlFailures.connectionLost(e)) throw failures.of("append to", e);
    }
    try {
      return write(batch);
    } catch (SQLException e) {
      throw failures.of("append to", e);
    }
  }

  private Written write(List<Append> batch) throws SQLException {
    WriterSession.Open current = session.connected();
    boolean written = false;
    try {
      Written result = write(current, batch);
      written = true;
      return result;
    } finally {
      if (!written) drop(); // the counter's lock must not outlive a failure
    }
  }

  private Written write(WriterSession.Open current, List<Append> batch) throws SQLException {
    current.connection().setAutoCommit(false);
    long known = unindexed.known();
    long counter = current.statements().lock();
    if (counter < known) {
      throw LostCommitsException.inDatabase(settings.where(), counter + 1, known);
    }
    alone = counter == known;
    newer.learn(current.statements().newer());
    AppendPlan plan = plan(current, batch);
    if (plan.placed().isEmpty()) return new Written(plan, Optional.empty());
    Optional<DetachedFrames.Made> frame = current.statements().write(plan);
    if (frame.isEmpty()) {
      throw new SQLException("the commit counter moved while it was locked", "XX000");
    }
    return new Written(plan, frame);
  }

  /** By what this node knows, and for histories not written lately by the index. */
  private AppendPlan plan(WriterSession.Open current, List<Append> batch) throws SQLException {
    Set<String> pids = HashSet.newHashSet(batch.size());
    batch.forEach(append -> pids.add(append.persistenceId()));
    Unindexed.Snapshot snapshot = unindexed.heads(pids);
    Map<String, Head> heads = snapshot.heads();
    if (!snapshot.missing().isEmpty()) {
      heads.putAll(PlaceIndex.heads(current.connection(), snapshot.missing()));
    }
    return AppendPlan.of(batch, snapshot.offset(), pid -> heads.getOrDefault(pid, Head.NONE));
  }

  /**
   * Waits until what was not answered has ended one way or the other, or cannot begin any more, so
   * that reading back is final: it holds the counter's lock while it runs, and does nothing once
   * the fence has moved.
   *
   * @return where the counter stands then; empty when that could not be learned in time
   */
  private OptionalLong settle() {
    long deadline = System.nanoTime() + settings.settleTimeout().toNanos();
    while (System.nanoTime() < deadline) {
      try {
        WriterSession.Open current = session.connected();
        current.connection().setAutoCommit(true);
        return OptionalLong.of(current.statements().fence());
      } catch (SQLException e) {
        drop();
        LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
      }
    }
    LOG.warn("{} does not answer; what became of its last commit is open.", settings.where());
    return OptionalLong.empty();
  }

  private void drop() {
    alone = false;
    session.drop();
  }

  @Override
  public void close() {
    drop();
  }
}

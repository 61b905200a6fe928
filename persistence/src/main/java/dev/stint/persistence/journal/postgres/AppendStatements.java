package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.log.DetachedFrames;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of an append, whatever the size of its batch: lock, learn what is newer, write. A
 * writer that knows what it would learn writes at once. Belongs to one connection.
 */
final class AppendStatements {
  private static final String LOCK =
      "select last_offset, fence from commit_counter where id = 1 for update";

  private static final String FENCE =
      "update commit_counter set fence = fence + 1 where id = 1 returning last_offset, fence";

  /** Writes nothing unless the counter and the fence stand where they are expected. */
  private static final String MOVED =
      """
      with moved as (
        update commit_counter set last_offset = ? where id = 1 and last_offset = ? and fence = ?
        returning id),
      written as (
        insert into frames (first_offset, last_offset, bytes)
        select ?, ?, ? from moved)\
      """;

  private static final String CONTENT =
      """
      ,
      content as (
        insert into payloads (pid, commitment, bytes)
        select p.* from moved, unnest(?::text[], ?::text[], ?::bytea[]) as p
        on conflict do nothing),
      keys as (
        insert into data_keys (pid, wrapped)
        select k.* from moved, unnest(?::text[], ?::bytea[]) as k
        on conflict (pid) do update set wrapped = excluded.wrapped)\
      """;

  private static final String TOLD =
      """
       select case when ? then pg_notify(?, ?)::text end from moved\
      """;

  private final String channel;
  private final Audience audience;
  private final DetachedFrames frames = new DetachedFrames();
  private final PreparedStatement lock;
  private final PreparedStatement moveFence;
  private final PreparedStatement newer;
  private final PreparedStatement write;
  private final PreparedStatement writeWithContent;
  private long fence;

  AppendStatements(Connection connection, String channel, Audience audience) throws SQLException {
    this.channel = channel;
    this.audience = audience;
    this.lock = connection.prepareStatement(LOCK);
    this.moveFence = connection.prepareStatement(FENCE);
    this.newer = connection.prepareStatement(NewerFrames.SELECT);
    this.write = connection.prepareStatement(MOVED + TOLD);
    this.writeWithContent = connection.prepareStatement(MOVED + CONTENT + TOLD);
  }

  /**
   * Locks the counter, so that until the end of the transaction nobody else appends.
   *
   * @return where it stands
   */
  long lock() throws SQLException {
    return counter(lock);
  }

  /**
   * Makes sure that no write by an older fence is stored from now on.
   *
   * @return where the counter stands
   */
  long fence() throws SQLException {
    return counter(moveFence);
  }

  private long counter(PreparedStatement statement) throws SQLException {
    try (ResultSet counter = statement.executeQuery()) {
      counter.next();
      fence = counter.getLong(2);
      return counter.getLong(1);
    }
  }

  /** {@link NewerFrames#SELECT} in the transaction of the append. */
  PreparedStatement newer() {
    return newer;
  }

  /**
   * Writes what a plan accepted, at least one append, as one change that is durable once its
   * transaction is committed; which without a transaction it is by itself.
   *
   * @return the frame; none when the counter stands elsewhere than the plan begins, or somebody has
   *     moved the fence, and nothing was written
   */
  Optional<DetachedFrames.Made> write(AppendPlan plan) throws SQLException {
    var payloads = new Columns("text", "text", "bytea");
    Map<String, byte[]> keys = new LinkedHashMap<>();
    for (AppendPlan.Placed placed : plan.placed()) {
      Append append = placed.append();
      String pid = append.persistenceId();
      for (Payload payload : append.payloads()) {
        payloads.add(pid, payload.commit(), payload.bytes());
      }
      append.dataKey().ifPresent(key -> keys.put(pid, key));
    }
    DetachedFrames.Made frame = frames.make(plan.placed());
    boolean content = !payloads.isEmpty() || !keys.isEmpty();
    PreparedStatement statement = content ? writeWithContent : write;
    statement.setLong(1, frame.lastOffset());
    statement.setLong(2, frame.firstOffset() - 1);
    statement.setLong(3, fence);
    statement.setLong(4, frame.firstOffset());
    statement.setLong(5, frame.lastOffset());
    statement.setBytes(6, frame.bytes());
    int at = 7;
    if (content) {
      var keyRows = new Columns("text", "bytea");
      keys.forEach(keyRows::add);
      at = keyRows.bind(statement, payloads.bind(statement, at));
    }
    statement.setBoolean(at, audience.isPresent());
    statement.setString(at + 1, channel);
    statement.setString(at + 2, Long.toString(frame.lastOffset()));
    try (ResultSet moved = statement.executeQuery()) {
      return moved.next() ? Optional.of(frame) : Optional.empty();
    }
  }
}

package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.log.DetachedFrame;
import dev.stint.persistence.journal.store.LostCommitsException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Learns of the frames that other nodes have written. Whoever reads comes here first, so that what
 * was committed before is seen. Thread-safe.
 */
final class NewerFrames {
  /**
   * As many as are not too much at once. Mark, counter and frames are of one instant: frames up to
   * the counter are visible, or they are gone.
   */
  static final String SELECT =
      """
      select m.indexed, c.last_offset, f.first_offset, f.last_offset, f.bytes
      from index_mark m cross join commit_counter c left join lateral (
        select first_offset, last_offset, bytes,
          sum(octet_length(bytes)) over (order by first_offset) - octet_length(bytes) as before
        from frames where first_offset > greatest(m.indexed, ?) order by first_offset limit 512) f
        on f.before < 4194304
      order by f.first_offset\
      """;

  private final Connections connections;
  private final Unindexed unindexed;
  private final String where;
  private final AtomicLong asked = new AtomicLong();
  private long served;

  NewerFrames(Connections connections, Unindexed unindexed, String where) {
    this.connections = connections;
    this.unindexed = unindexed;
    this.where = where;
  }

  /** All that was committed before the call is known when it returns. Many callers share a look. */
  void learn() {
    long mine = asked.incrementAndGet();
    synchronized (this) {
      if (served >= mine) return; // somebody has looked since the call
      long all = asked.get();
      connections.with(
          "read",
          connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
              learn(select);
              return all;
            }
          });
      served = all;
    }
  }

  /**
   * As {@link #learn()}, in the transaction of a caller.
   *
   * @param select {@link #SELECT}
   */
  void learn(PreparedStatement select) throws SQLException {
    long counter;
    do {
      select.setLong(1, unindexed.known());
      try (ResultSet rows = select.executeQuery()) {
        counter = learn(rows);
      }
    } while (unindexed.known() < counter);
  }

  /** Where the counter stands. */
  private long learn(ResultSet rows) throws SQLException {
    long counter = 0;
    boolean more = false;
    while (rows.next()) {
      unindexed.indexed(rows.getLong(1));
      counter = rows.getLong(2);
      long first = rows.getLong(3);
      if (rows.wasNull()) break;
      learn(first, rows.getLong(4), rows.getBytes(5));
      more = true;
    }
    long known = unindexed.known();
    if (!more && known < counter) throw LostCommitsException.inDatabase(where, known + 1, counter);
    return counter;
  }

  private void learn(long first, long last, byte[] bytes) {
    if (last <= unindexed.known()) return;
    var frame = DetachedFrame.read(first, last, bytes);
    OptionalLong gap = unindexed.add(first, last, bytes.length, frame.appends());
    if (gap.isPresent()) {
      throw LostCommitsException.inDatabase(where, gap.getAsLong(), first - 1);
    }
  }
}

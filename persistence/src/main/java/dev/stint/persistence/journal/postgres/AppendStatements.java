package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.Payload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The two statements of an append, whatever the size of its batch: look, with the counter locked,
 * and write. A writer that knows what a look would find writes at once. Belongs to one connection.
 */
final class AppendStatements {
  private static final String LOOK =
      """
      select last_offset from commit_counter where id = 1 for update;
      select pid, seq, hash from heads where pid = any (?)\
      """;

  /** Writes nothing unless the counter stands where it is expected. */
  private static final String WRITE =
      """
      with moved as (
        update commit_counter set last_offset = ? where id = 1 and last_offset = ? returning id),
      written as (
        insert into records (commit_offset, pid, seq, bytes)
        select r.* from moved, unnest(?::bigint[], ?::text[], ?::bigint[], ?::bytea[]) as r),
      content as (
        insert into payloads (pid, commitment, bytes)
        select p.* from moved, unnest(?::text[], ?::text[], ?::bytea[]) as p
        on conflict do nothing),
      keys as (
        insert into data_keys (pid, wrapped)
        select k.* from moved, unnest(?::text[], ?::bytea[]) as k
        on conflict (pid) do update set wrapped = excluded.wrapped),
      reached as (
        insert into heads (pid, seq, hash)
        select h.* from moved, unnest(?::text[], ?::bigint[], ?::bytea[]) as h
        on conflict (pid) do update set seq = excluded.seq, hash = excluded.hash)
      select pg_notify(?, ?) from moved\
      """;

  private final Connection connection;
  private final String channel;
  private final PreparedStatement look;
  private final PreparedStatement write;

  AppendStatements(Connection connection, String channel) throws SQLException {
    this.connection = connection;
    this.channel = channel;
    this.look = connection.prepareStatement(LOOK);
    this.write = connection.prepareStatement(WRITE);
  }

  /** Locks the counter, so that until the end of the transaction nobody else appends. */
  AppendPlan plan(List<Append> batch) throws SQLException {
    String[] pids = batch.stream().map(Append::persistenceId).distinct().toArray(String[]::new);
    look.setArray(1, connection.createArrayOf("text", pids));
    look.execute();
    long last;
    try (ResultSet counter = look.getResultSet()) {
      counter.next();
      last = counter.getLong(1);
    }
    Map<String, Head> heads = new HashMap<>();
    look.getMoreResults();
    try (ResultSet rows = look.getResultSet()) {
      while (rows.next()) heads.put(rows.getString(1), new Head(rows.getLong(2), rows.getBytes(3)));
    }
    return AppendPlan.of(batch, last, pid -> heads.getOrDefault(pid, Head.NONE));
  }

  /**
   * Writes what a plan accepted, as one change that is durable once the transaction is committed.
   *
   * @return false when the counter stands elsewhere than the plan begins, and nothing was written
   */
  boolean write(AppendPlan plan) throws SQLException {
    var records = new Columns();
    var payloads = new Columns();
    Map<String, byte[]> keys = new LinkedHashMap<>();
    Map<String, Head> heads = new LinkedHashMap<>();
    for (AppendPlan.Placed placed : plan.placed()) {
      Append append = placed.append();
      String pid = append.persistenceId();
      long number = placed.firstOffset();
      long seq = append.firstSeq();
      for (NewRecord record : append.records()) {
        records.add(number++, pid, seq++, record.bytes());
      }
      for (Payload payload : append.payloads()) {
        payloads.add(pid, payload.commit(), payload.bytes());
      }
      append.dataKey().ifPresent(key -> keys.put(pid, key));
      heads.put(pid, append.head());
    }
    var keyRows = new Columns();
    keys.forEach(keyRows::add);
    var headRows = new Columns();
    heads.forEach((pid, head) -> headRows.add(pid, head.seq(), head.hash()));
    write.setLong(1, plan.lastOffset());
    write.setLong(2, begin(plan));
    int at = records.bind(3, "bigint", "text", "bigint", "bytea");
    at = payloads.bind(at, "text", "text", "bytea");
    at = keyRows.bind(at, "text", "bytea");
    at = headRows.bind(at, "text", "bigint", "bytea");
    write.setString(at, channel);
    write.setString(at + 1, Long.toString(plan.lastOffset()));
    try (ResultSet moved = write.executeQuery()) {
      return moved.next();
    }
  }

  /** Where the counter stands before a plan that places something. */
  static long begin(AppendPlan plan) {
    return plan.placed().isEmpty() ? plan.lastOffset() : plan.placed().getFirst().firstOffset() - 1;
  }

  /** Rows, to be sent as one array a column. */
  private final class Columns {
    private final List<Object[]> rows = new ArrayList<>();

    void add(Object... row) {
      rows.add(row);
    }

    /** Binds the columns from parameter {@code first} on, and returns the parameter after them. */
    int bind(int first, String... types) throws SQLException {
      for (int column = 0; column < types.length; column++) {
        Object[] values = array(types[column]);
        for (int row = 0; row < values.length; row++) values[row] = rows.get(row)[column];
        write.setArray(first + column, connection.createArrayOf(types[column], values));
      }
      return first + types.length;
    }

    private Object[] array(String type) {
      return switch (type) {
        case "bigint" -> new Long[rows.size()];
        case "text" -> new String[rows.size()];
        default -> new byte[rows.size()][];
      };
    }
  }
}

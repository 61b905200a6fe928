package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where records are, by history, and the newest record of each, as far as the mark says. Any node
 * brings it up to date from what it has seen of the frames. Thread-safe.
 */
final class PlaceIndex {
  /** In one row: a history of one owner has about this many places when it is read. */
  private static final int PLACES = 1_000;

  /** Changes nothing unless the mark stands where the portion begins. */
  private static final String ADVANCE =
      """
      with moved as (
        update index_mark set indexed = ? where id = 1 and indexed = ? returning id),
      placed as (
        insert into places (pid, last_seq, places)
        select p.* from moved, unnest(?::text[], ?::bigint[], ?::bytea[]) as p),
      reached as (
        insert into heads (pid, seq, hash)
        select h.* from moved, unnest(?::text[], ?::bigint[], ?::bytea[]) as h
        on conflict (pid) do update set seq = excluded.seq, hash = excluded.hash)
      select id from moved\
      """;

  private final Connections connections;
  private final Sql sql;

  PlaceIndex(Connections connections) {
    this.connections = connections;
    this.sql = new Sql(connections);
  }

  /**
   * Adds a portion and moves the mark, as one change.
   *
   * @return false when the index is further than the portion begins, and nothing was changed
   */
  boolean advance(Unindexed.Portion portion) {
    var places = new Columns("text", "bigint", "bytea");
    var heads = new Columns("text", "bigint", "bytea");
    for (Unindexed.Section section : portion.sections()) {
      String pid = section.persistenceId();
      List<FramePlace> all = section.places();
      for (int from = 0; from < all.size(); from += PLACES) {
        int to = Math.min(all.size(), from + PLACES);
        long lastSeq = section.firstSeq() + to - 1;
        places.add(pid, lastSeq, PlacesFormat.write(all.subList(from, to)));
      }
      heads.add(pid, section.head().seq(), section.head().hash());
    }
    return connections.with(
        "change",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setLong(1, portion.to());
            statement.setLong(2, portion.from());
            heads.bind(statement, places.bind(statement, 3));
            try (ResultSet moved = statement.executeQuery()) {
              return moved.next();
            }
          }
        });
  }

  Head head(String pid) {
    return sql
        .select(
            "select seq, hash from heads where pid = ?",
            row -> new Head(row.getLong(1), row.getBytes(2)),
            pid)
        .stream()
        .findFirst()
        .orElse(Head.NONE);
  }

  /** Those of {@code pids} that have one, in the transaction of a caller. */
  static Map<String, Head> heads(Connection connection, List<String> pids) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select pid, seq, hash from heads where pid = any (?)")) {
      select.setArray(1, connection.createArrayOf("text", pids.toArray()));
      Map<String, Head> heads = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          heads.put(rows.getString(1), new Head(rows.getLong(2), rows.getBytes(3)));
        }
      }
      return heads;
    }
  }

  /** Histories behind {@code after}. */
  List<String> persistenceIds(String after, int limit) {
    return sql.select(
        "select pid from heads where pid > ? order by pid limit ?",
        row -> row.getString(1),
        after,
        limit);
  }

  /** Places of consecutive records, of which the first has the number {@code firstSeq}. */
  record Run(long firstSeq, List<FramePlace> places) {}

  /** The next places of a history, at least that of record {@code seq}; none at its end. */
  List<Run> places(String pid, long seq) {
    return sql.select(
        "select last_seq, places from places where pid = ? and last_seq >= ?"
            + " order by last_seq limit 4",
        row -> {
          long last = row.getLong(1);
          List<FramePlace> places =
              PlacesFormat.read(row.getBytes(2)).orElseThrow(() -> damaged(pid, seq));
          return new Run(last - places.size() + 1, places);
        },
        pid,
        seq);
  }

  private static DamagedRecordException damaged(String pid, long seq) {
    return new DamagedRecordException(
        new DamagedRecord(pid, seq, "where the record is", "other bytes"));
  }
}

package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.Payload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Payloads and their data keys. */
final class PostgresPayloads {
  /** Read at once: one may have megabytes. */
  private static final int PAGE = 16;

  private final Sql sql;

  PostgresPayloads(Sql sql) {
    this.sql = sql;
  }

  Optional<byte[]> read(String pid, String commit) {
    return sql
        .select(
            "select bytes from payloads where pid = ? and commitment = ?",
            row -> row.getBytes(1),
            pid,
            commit)
        .stream()
        .findFirst();
  }

  void all(String pid, Consumer<? super Payload> consumer) {
    String after = "";
    List<Payload> page;
    do {
      page =
          sql.select(
              "select commitment, bytes from payloads where pid = ? and commitment > ?"
                  + " order by commitment limit ?",
              row -> new Payload(row.getString(1), row.getBytes(2)),
              pid,
              after,
              PAGE);
      page.forEach(consumer);
      if (!page.isEmpty()) after = page.getLast().commit();
    } while (page.size() == PAGE);
  }

  Optional<byte[]> dataKey(String pid) {
    return sql
        .select("select wrapped from data_keys where pid = ?", row -> row.getBytes(1), pid)
        .stream()
        .findFirst();
  }

  /** In one statement, so that all are replaced or none. */
  int rewrap(List<KeyChange> changes) {
    return sql.select(
            """
            update data_keys k set wrapped = c.becomes
            from unnest(?::text[], ?::bytea[], ?::bytea[]) as c (pid, was, becomes)
            where k.pid = c.pid and k.wrapped = c.was returning 1\
            """,
            row -> row.getInt(1),
            changes.stream().map(KeyChange::persistenceId).toArray(String[]::new),
            changes.stream().map(KeyChange::was).toArray(byte[][]::new),
            changes.stream().map(KeyChange::becomes).toArray(byte[][]::new))
        .size();
  }

  /** Key and payloads go in one transaction. */
  void erase(String pid) {
    sql.change(
        "with key as (delete from data_keys where pid = ?) delete from payloads where pid = ?",
        pid,
        pid);
  }

  void erase(String pid, Collection<String> commits) {
    sql.change(
        "delete from payloads where pid = ? and commitment = any(?::text[])",
        pid,
        commits.toArray(String[]::new));
  }
}

package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas from before there were frames, with a row for each record. */
class VersionOneTest {
  private final String schema = TestPostgres.freshSchema();
  private final Append old = append("run-1", Head.NONE, 3);

  /** As version 1 had it. */
  @BeforeEach
  void writeAnOldSchema() throws SQLException {
    Flyway.configure()
        .dataSource(TestPostgres.url(), "postgres", "")
        .schemas(schema)
        .locations("classpath:db/journal")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = TestPostgres.connect()) {
      connection.setSchema(schema);
      writeAsVersionOne(connection, 1, old);
      try (var statement = connection.createStatement()) {
        statement.execute("insert into payloads values ('run-1', 'aa', '\\x0102')");
        statement.execute("insert into data_keys values ('run-1', '\\x07')");
        statement.execute("insert into deletions values ('run-1', 1)");
      }
    }
  }

  private static void writeAsVersionOne(Connection connection, long offset, Append append)
      throws SQLException {
    try (var counter = connection.prepareStatement("update commit_counter set last_offset = ?");
        var row = connection.prepareStatement("insert into records values (?, ?, ?, ?)");
        var head =
            connection.prepareStatement(
                "insert into heads values (?, ?, ?)"
                    + " on conflict (pid) do update set seq = excluded.seq, hash = excluded.hash")) {
      long last = offset + append.records().size() - 1;
      counter.setLong(1, last);
      counter.execute();
      for (int i = 0; i < append.records().size(); i++) {
        row.setLong(1, offset + i);
        row.setString(2, append.persistenceId());
        row.setLong(3, append.firstSeq() + i);
        row.setBytes(4, append.records().get(i).bytes());
        row.execute();
      }
      head.setString(1, append.persistenceId());
      head.setLong(2, append.lastSeq());
      head.setBytes(3, append.head().hash());
      head.execute();
    }
  }

  private PostgresEventStore open() {
    return PostgresEventStore.open(TestPostgres.settings(schema), 2, Runnable::run);
  }

  private static List<Long> numbers(PostgresEventStore store, long from, long to, long limit) {
    List<StoredRecord> records = new ArrayList<>();
    store.read("run-1", from, to, limit, records::add);
    return records.stream().map(StoredRecord::seq).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void shouldReadRowsWhereTheyStandAndGoOnInFrames() {
    try (var store = open()) {
      assertThat(store.lastOffset()).isEqualTo(3);
      assertThat(store.head("run-1")).usingRecursiveComparison().isEqualTo(old.head());
      Append next = append("run-1", old.head(), 2);
      store.append(List.of(next, append("run-2", Head.NONE, 1)));
      store.append(List.of(append("run-1", next.head(), 1))); // indexes the one before

      assertThat(numbers(store, 1, 99, 99)).isEqualTo(range(1, 6));
      assertThat(numbers(store, 2, 4, 99)).isEqualTo(range(2, 4));
      assertThat(numbers(store, 3, 99, 2)).isEqualTo(range(3, 4));
      assertThat(store.tail(0, 99)).extracting(StoredRecord::offset).isEqualTo(range(1, 7));
      assertThat(store.tail(1, 4)).extracting(StoredRecord::offset).isEqualTo(range(2, 5));
      assertThat(store.persistenceIds("", 9)).containsExactly("run-1", "run-2");
    }
    try (var again = open()) {
      assertThat(numbers(again, 1, 99, 99)).isEqualTo(range(1, 6));
    }
  }

  @Test
  void shouldRefuseASecondOwnerOfAHistoryInRows() {
    try (var store = open()) {
      assertThat(store.append(List.of(append("run-1", Head.NONE, 1))))
          .containsExactly(new AppendResult.Conflict(4, 1));
    }
  }

  @Test
  void shouldKeepAndEraseWhatIsBesideTheRows() {
    try (var store = open()) {
      assertThat(store.deletedTo("run-1")).isEqualTo(1);
      assertThat(store.payload("run-1", "aa")).hasValue(new byte[] {1, 2});
      assertThat(store.rewrap(List.of(new KeyChange("run-1", new byte[] {7}, new byte[] {8}))))
          .isEqualTo(1);

      store.erase("run-1");

      assertThat(store.payload("run-1", "aa")).isEmpty();
      assertThat(store.dataKey("run-1")).isEmpty();
      assertThat(numbers(store, 1, 99, 99)).isEqualTo(range(1, 3));
    }
  }

  @Test
  void shouldWaitForAProgramOfVersionOneThatIsWritingAndStopIt() throws Exception {
    try (Connection writing = TestPostgres.connect()) {
      writing.setSchema(schema);
      writing.setAutoCommit(false);
      Append last = append("run-1", old.head(), 2);
      writeAsVersionOne(writing, 4, last);
      List<PostgresEventStore> opened = new ArrayList<>();
      Thread opening = Thread.ofPlatform().start(() -> opened.add(open()));
      await().until(() -> waitsForALock());

      writing.commit();
      opening.join();

      try (var store = opened.getFirst()) {
        assertThat(numbers(store, 1, 99, 99)).isEqualTo(range(1, 5));
        assertThatThrownBy(() -> writeAsVersionOne(writing, 6, append("run-1", last.head(), 1)))
            .hasMessageContaining("relation \"records\" does not exist");
        writing.rollback();
        assertThat(store.append(List.of(append("run-1", last.head(), 1))))
            .containsExactly(new AppendResult.Accepted(6, 6));
      }
    }
  }

  private boolean waitsForALock() throws SQLException {
    try (Connection connection = TestPostgres.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from pg_locks where not granted and relation = '"
                    + schema
                    + ".commit_counter'::regclass")) {
      row.next();
      return row.getLong(1) == 1;
    }
  }

  @Test
  void shouldNameRowsThatAreGone() {
    try (var store = open()) {
      store.append(List.of(append("run-2", Head.NONE, 2)));
      TestPostgres.execute("delete from " + schema + ".rows_of_v1 where commit_offset = 3");

      assertThatThrownBy(() -> store.tail(0, 10))
          .isInstanceOf(LostCommitsException.class)
          .hasMessageContaining("commits 3..3");
      assertThat(store.tail(3, 10)).hasSize(2);
    }
  }
}

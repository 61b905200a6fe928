package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.store.DatabaseException;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.JournalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps a journal from opening, or from writing, is said with a remedy. */
class RefusalTest {
  private final String schema = TestPostgres.freshSchema();

  private PostgresEventStore open(String overrides) {
    return PostgresEventStore.open(
        PostgresSettings.from(
            ConfigFactory.parseString(overrides)
                .withFallback(TestPostgres.section(TestPostgres.url(), schema))));
  }

  private static void refused(Runnable opening, String code, String words) {
    assertThatThrownBy(opening::run)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(words)
        .extracting("code")
        .isEqualTo(code);
  }

  @Test
  void shouldSayThatNobodyAnswers() throws IOException {
    int free;
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = door.getLocalPort();
    }

    refused(
        () -> open("url = \"" + TestPostgres.url(free) + "\""),
        "journal_database_unreachable",
        "localhost:" + free + "/postgres, schema " + schema + " cannot be reached");
  }

  @Test
  void shouldSayThatTheUserIsRefusedAndNotPrintThePassword() {
    // The server of these tests trusts everybody it knows, so a stranger is refused.
    assertThatThrownBy(() -> open("user = nobody, password = hunter2"))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("refuses the user \"nobody\"")
        .message()
        .doesNotContain("hunter2");
    assertThat(TestPostgres.settings(schema).toString()).doesNotContain("password");
  }

  @Test
  void shouldSayThatTheDatabaseDoesNotExist() {
    String url = TestPostgres.url().replace("/postgres", "/nowhere");

    refused(() -> open("url = \"" + url + "\""), "journal_database_missing", "nowhere, schema");
  }

  @Test
  void shouldRefuseTablesOfANewerVersion() {
    open("").close();
    TestPostgres.execute(
        """
        insert into %s.flyway_schema_history (installed_rank, version, description, type, script,
          checksum, installed_by, execution_time, success)
        values (99, '7', 'later', 'SQL', 'V7__later.sql', 1, 'postgres', 1, true)
        """
            .formatted(schema));

    refused(() -> open(""), "journal_database_newer", "has tables of version 7");
  }

  @Test
  void shouldLeaveASchemaAloneThatHoldsSomethingElse() {
    TestPostgres.execute("create schema " + schema);
    TestPostgres.execute("create table " + schema + ".records (mine int)");

    refused(() -> open(""), "journal_database_foreign", "does not hold the tables of a journal");
  }

  @Test
  void shouldSayThatTheServerIsAStandbyOrReadOnly() {
    open("").close();
    String readOnly = TestPostgres.url() + "?options=-c%20default_transaction_read_only=on";

    try (var store = open("url = \"" + readOnly + "\"")) {
      refused(
          () -> store.append(List.of(append("run-1", Head.NONE, 1))),
          "journal_database_read_only",
          "takes no writes");
    }
  }

  @Test
  void shouldSayWhichRightIsMissing() {
    TestPostgres.execute("do $$ begin create role stranger_%s login; end $$".formatted(schema));

    refused(() -> open("user = stranger_" + schema), "journal_database_denied", "lacks a right in");
  }

  @Test
  void shouldTellAFullServerAsAFullDisk() {
    JournalException told =
        new SqlFailures(TestPostgres.settings(schema))
            .of("append to", new SQLException("could not extend file", "53100"));

    assertThat(told).isInstanceOf(DiskFullException.class).hasMessageContaining("no space left");
  }

  @Test
  void shouldTellAServerWithoutConnectionsAsBusy() {
    JournalException told =
        new SqlFailures(TestPostgres.settings(schema))
            .of("open", new SQLException("too many clients already", "53300"));

    assertThat(told.code()).isEqualTo("journal_database_busy");
  }

  @Test
  void shouldNotWaitForEverForANodeThatStoppedInTheMiddleOfAWrite() throws SQLException {
    try (var store = open("lock-timeout = 300ms");
        var frozen = TestPostgres.connect();
        var statement = frozen.createStatement()) {
      frozen.setAutoCommit(false);
      statement.execute("select 1 from " + schema + ".commit_counter for update");

      assertThatThrownBy(() -> store.append(List.of(append("run-1", Head.NONE, 1))))
          .hasMessageContaining("lock timeout");

      frozen.rollback();
      store.append(List.of(append("run-1", Head.NONE, 1)));
      assertThat(store.head("run-1").seq()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAPasswordInTheUrlAndASchemaThatIsNone() {
    assertThatThrownBy(() -> open("url = \"jdbc:postgresql://h/d?password=hunter2\""))
        .hasMessageContaining("stint.journal.postgres.password")
        .message()
        .doesNotContain("hunter2");
    assertThatThrownBy(() -> open("schema = \"a;drop\"")).hasMessageContaining("found \"a;drop\"");
    assertThat(TestPostgres.settings(schema).lockTimeout()).isEqualTo(Duration.ofSeconds(10));
  }
}

package dev.stint.runtime.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.tool.FolderToolContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tools of every database do. */
abstract class SqlContract {
  private Connection owner;

  /** Keys of the settings that say where the database is. */
  abstract String place();

  abstract SqlTools tools(String settings);

  /** A connection of the owner's, beside the tools. */
  abstract Connection connect() throws SQLException;

  /** A query that takes minutes. */
  abstract String slow();

  @BeforeEach
  void fill() throws SQLException {
    owner = connect();
    owner(
        "create table entry (id bigint primary key, amount decimal(12,2), at date, paid boolean,"
            + " note varchar(100), call_key varchar(200))");
    owner(
        "insert into entry values (1, 10.10, '2026-01-31', true, 'first', null),"
            + " (2, 0.20, '2026-02-28', false, null, null), (9007199254740993, 3, null, null, 'x', null)");
  }

  @AfterEach
  void clean() throws SQLException {
    owner("drop table entry");
    owner.close();
  }

  private void owner(String sql) throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private long rows() throws SQLException {
    try (var statement = owner.createStatement();
        var result = statement.executeQuery("select count(*) from entry")) {
      result.next();
      return result.getLong(1);
    }
  }

  private SqlTools tools() {
    return tools(place());
  }

  @Test
  void shouldReadRowsWithoutRounding() throws Exception {
    JsonNode output =
        tools()
            .query(
                "select id as \"n\", amount as \"a\", at as \"d\", paid as \"p\", note as \"t\""
                    + " from entry order by id");

    assertThat(output.path("rows"))
        .isEqualTo(
            Json.parse(
                """
                [{"n": 1, "a": "10.10", "d": "2026-01-31", "p": true, "t": "first"},
                 {"n": 2, "a": "0.20", "d": "2026-02-28", "p": false, "t": null},
                 {"n": "9007199254740993", "a": "3.00", "d": null, "p": null, "t": "x"}]
                """));
    assertThat(output.path("truncated").asBoolean()).isFalse();
  }

  @Test
  void shouldBindValuesAndNeverPasteThem() throws Exception {
    JsonNode output =
        tools()
            .query(
                "select note from entry where note = :note or at = :day",
                "{\"note\": \"x' or '1'='1\", \"day\": \"2026-01-31\"}");

    assertThat(output.path("rows")).hasSize(1);
  }

  @Test
  void shouldAskForEveryValue() {
    assertThatThrownBy(() -> tools().query("select :a", "{\"b\": 1}"))
        .hasMessageContaining("sql_refused")
        .hasMessageContaining("[a, b]");
  }

  @Test
  void shouldCutOffAtItsLimitOfRows() throws Exception {
    JsonNode output = tools(place() + "\nrows = 2").query("select * from entry");

    assertThat(output.path("rows")).hasSize(2);
    assertThat(output.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void shouldCutOffAtItsLimitOfText() throws Exception {
    JsonNode output =
        tools(place() + "\nbytes = 10K")
            .query("select repeat('x', 3000) as big from entry a, entry b");

    assertThat(output.path("rows")).hasSize(3);
    assertThat(output.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseTwoColumnsOfOneName() {
    assertThatThrownBy(() -> tools().query("select a.id, b.id from entry a, entry b"))
        .hasMessageContaining("sql_columns_ambiguous");
  }

  @Test
  void shouldChangeNothingByAQuery() throws Exception {
    assertThatThrownBy(() -> tools().query("delete from entry"))
        .hasMessageContaining("sql_refused");
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void shouldStopASlowQuery() {
    assertThatThrownBy(() -> tools(place() + "\ntimeout = 1s").query(slow()))
        .hasMessageContaining("sql_timeout");
  }

  @Test
  void shouldCancelTheQueryWhenInterrupted() throws Exception {
    // given
    var broke = new AtomicReference<Exception>();
    var context = SqlTools.context("key");
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                tools()
                    .call("sql.ledger.query", Json.parse("{\"sql\": \"" + slow() + "\"}"), context);
              } catch (Exception e) {
                broke.set(e);
              }
            });
    Awaitility.await().until(() -> context.effects() > 0);

    // when
    long began = System.nanoTime();
    caller.interrupt();
    caller.join();

    // then
    assertThat(broke.get()).isInstanceOf(InterruptedException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::nothingRuns);
  }

  /** Whether the database works on no statement of the tools any more. */
  abstract boolean nothingRuns() throws SQLException;

  private static final String POST =
      """
      statements.post {
        description = "posts an entry"
        sql = "insert into entry (id, amount, note, call_key) values (:id, :amount, :note, :idempotency_key)"
        parameters { id = {type: integer}, amount = {type: string}, note = {type: string} }
      }
      statements.clear { description = "clears notes", sql = "update entry set note = null", max-rows = 2 }
      """;

  @Test
  void shouldRunAStatementOfTheOwner() throws Exception {
    JsonNode output =
        tools(place() + "\n" + POST)
            .call(
                "sql.ledger.post",
                Json.parse("{\"id\": 7, \"amount\": \"1.50\", \"note\": \"'); drop table entry\"}"),
                SqlTools.context("run/post"));

    assertThat(output).isEqualTo(Json.parse("{\"executed\": true, \"rows\": 1}"));
    assertThat(
            tools()
                .query("select id as i from entry where call_key = 'run/post' and amount = 1.5")
                .path("rows"))
        .hasSize(1);
  }

  @Test
  void shouldRollBackAStatementThatChangesTooMuch() throws Exception {
    assertThatThrownBy(() ->
            tools(place() + "\n" + POST)
                .call("sql.ledger.clear", Json.parse("{}"), SqlTools.context("key")))
        .hasMessageContaining("sql_too_many_rows");
    assertThat(tools().query("select id as i from entry where note is not null").path("rows"))
        .hasSize(2);
  }

  @Test
  void shouldSayInADryRunWhatAStatementWouldDo() throws Exception {
    // given
    var dry = new FolderToolContext(Path.of("."), Map.of(), "key", true);

    // when
    JsonNode output = tools(place() + "\n" + POST).call("sql.ledger.clear", Json.parse("{}"), dry);

    // then
    assertThat(output.path("executed").asBoolean()).isFalse();
    assertThat(output.path("sql").asText()).isEqualTo("update entry set note = null");
    assertThat(dry.effects()).isZero();
  }

  @Test
  void shouldStartNothingWithoutAPermit() {
    // given
    var fenced = SqlTools.context("key");
    fenced.fence();

    // when, then
    assertThatThrownBy(
            () -> tools(place() + "\n" + POST).call("sql.ledger.clear", Json.parse("{}"), fenced))
        .isInstanceOf(InterruptedException.class);
  }
}

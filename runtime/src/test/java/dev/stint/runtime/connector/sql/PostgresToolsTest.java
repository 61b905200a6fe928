package dev.stint.runtime.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.runtime.connector.egress.EgressGate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresToolsTest extends SqlContract {
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Override
  String place() {
    return "url = \"jdbc:postgresql://localhost:%d/postgres\", user = postgres, password = \"env:DB_PASSWORD\""
        .formatted(postgres.getPort());
  }

  @Override
  SqlTools tools(String settings) {
    return new SqlTools(settings, EgressGate.of(List.of("127.0.0.1", "::1")));
  }

  @Override
  Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  @Override
  String slow() {
    return "select count(*) from generate_series(1, 100000) a, generate_series(1, 1000000) b";
  }

  @Override
  boolean nothingRuns() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where application_name = 'stint'"
                    + " and state = 'active'")) {
      result.next();
      return result.getInt(1) == 0;
    }
  }

  /** Behind the reader of SQL stands the database itself. */
  @Test
  void shouldWorkInAReadOnlyTransaction() throws Exception {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "create or replace function sly() returns int language sql as"
              + " 'delete from entry; select 1'");
    }

    assertThatThrownBy(() -> tools(place()).query("select sly()"))
        .hasMessageContaining("sql_read_only");
  }

  @Test
  void shouldConnectThroughTheEgressGateOnly() {
    assertThatThrownBy(() -> new SqlTools(place(), EgressGate.PUBLIC_ONLY).query("select 1"))
        .hasMessageContaining("egress_denied");
  }

  @Test
  void shouldReadTimesBytesAndJson() throws Exception {
    assertThat(
            tools(place())
                .query(
                    "select timestamp '2026-01-02 03:04:05' as t, cast('2026-01-02 03:04:05+02' as"
                        + " timestamptz) as z, cast('AB' as bytea) as b, cast('{\"k\": 1}' as jsonb)"
                        + " as j")
                .path("rows")
                .get(0)
                .toString())
        .isEqualTo(
            "{\"t\":\"2026-01-02T03:04:05\",\"z\":\"2026-01-02T01:04:05Z\",\"b\":\"QUI=\","
                + "\"j\":\"{\\\"k\\\": 1}\"}");
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    assertThatThrownBy(
            () -> tools("url = \"jdbc:postgresql://127.0.0.1:1/x\", user = u").query("select 1"))
        .hasMessageContaining("sql_unreachable");
  }
}

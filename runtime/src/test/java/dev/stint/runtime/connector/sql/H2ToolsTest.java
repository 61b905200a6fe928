package dev.stint.runtime.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.runtime.connector.egress.EgressGate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class H2ToolsTest extends SqlContract {
  private static final String URL = "jdbc:h2:mem:ledger";

  @Override
  String place() {
    return "url = \"" + URL + "\"";
  }

  @Override
  SqlTools tools(String settings) {
    return new SqlTools(settings, EgressGate.PUBLIC_ONLY);
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(URL);
  }

  @Override
  String slow() {
    return "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b";
  }

  @Override
  boolean nothingRuns() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "select count(*) from information_schema.sessions"
                    + " where executing_statement like '%system_range%1000000%'"
                    + " and session_id <> session_id()")) {
      result.next();
      return result.getInt(1) == 0;
    }
  }

  @Test
  void shouldNotWriteThroughATableOfChanges() {
    assertThatThrownBy(() -> tools(place()).query("select id from final table (delete from entry)"))
        .hasMessageContaining("sql_refused");
  }

  @Test
  void shouldNameEveryProblemOfItsSettings() {
    assertThat(
            SqlTools.problems(
                "url = \"jdbc:h2:tcp://db/x;PASSWORD=s\", password = hunter2, row = 3\n"
                    + "statements.post { description = d, sql = \"insert into t values (:a)\" }"))
        .containsExactlyInAnyOrder(
            "stint.tools.sql.ledger.row: this key is not known; did you mean rows?",
            "stint.tools.sql.ledger.url: expected jdbc:postgresql://..., or jdbc:h2: with a file or"
                + " mem: and without INIT",
            "stint.tools.sql.ledger.url: expected no password and no socket factory in it; use the"
                + " key password",
            "stint.tools.sql.ledger.password: expected where the secret is, env:NAME or"
                + " file:PATH; found something else (not shown)",
            "stint.tools.sql.ledger.statements.post.parameters: expected one schema for each :name"
                + " in sql; differing [a]");
  }
}

package dev.stint.runtime.connector.sql;

import dev.stint.runtime.connector.egress.EgressDeniedException;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.sql.SQLException;
import java.util.Objects;

/** What a database says, as failures with names. Pure. */
final class SqlFailures {
  private static final int QUOTED = 300;

  private SqlFailures() {}

  static ToolException of(SqlSettings settings, SQLException e) {
    String name = settings.name();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EgressDeniedException denied) {
        return Failures.terminal(EgressDeniedException.CODE, denied.getMessage());
      }
    }
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    if (state.startsWith("08") || state.startsWith("57P")) {
      return Failures.retryable("sql_unreachable", name + " cannot be reached");
    }
    if (state.equals("57014") || state.equals("HYT00")) {
      return Failures.terminal(
          "sql_timeout", name + " took longer than " + settings.timeout().toSeconds() + " s");
    }
    if (state.startsWith("40")) return Failures.retryable("sql_conflict", name + said(e));
    if (state.equals("25006")) return Failures.terminal("sql_read_only", name + said(e));
    if (state.startsWith("28")) {
      return Failures.terminal("sql_login_refused", name + " refused the user or the password");
    }
    return Failures.terminal("sql_failed", name + said(e));
  }

  private static String said(SQLException e) {
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String shown = text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text;
    return " (" + e.getSQLState() + "): " + shown.replaceAll("\\p{Cntrl}", " ");
  }
}

package dev.stint.runtime.connector.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether SQL is one query that only reads. The first wall; behind it stand a read-only transaction
 * that is always rolled back, and the rights of the database role. Refuses too much rather than too
 * little: a column named {@code update} must be quoted. Pure.
 */
final class ReadOnlySql {
  private static final Set<String> FORBIDDEN =
      Set.of(
          "insert",
          "update",
          "delete",
          "merge",
          "truncate",
          "create",
          "alter",
          "drop",
          "grant",
          "revoke",
          "call",
          "execute",
          "exec",
          "copy",
          "into",
          "lock",
          "share",
          "script",
          "runscript");

  /** Functions that read files, connect elsewhere, keep locks or change the server. */
  private static final List<String> FUNCTIONS =
      List.of(
          "pg_read_",
          "pg_ls_",
          "pg_stat_file",
          "pg_terminate",
          "pg_cancel",
          "pg_reload",
          "pg_rotate",
          "pg_advisory",
          "pg_try_advisory",
          "pg_sleep",
          "pg_notify",
          "pg_switch",
          "pg_create_",
          "pg_logical",
          "pg_export",
          "pg_promote",
          "pg_wal",
          "pg_backup",
          "pg_file",
          "pg_replication",
          "lo_",
          "dblink",
          "set_config",
          "setval",
          "nextval",
          "query_to_xml",
          "table_to_xml",
          "cursor_to_xml",
          "schema_to_xml",
          "database_to_xml",
          "file_read",
          "file_write",
          "csvread",
          "csvwrite",
          "link_schema",
          "cancel_session",
          "abort_session");

  private ReadOnlySql() {}

  /**
   * @throws SqlRefusedException saying what was found in place of a query
   */
  static void check(List<SqlToken> tokens) throws SqlRefusedException {
    if (tokens.isEmpty()) throw new SqlRefusedException("expected a query, found nothing");
    SqlToken first = tokens.getFirst();
    if (!first.isWord("select") && !first.isWord("with")) {
      throw new SqlRefusedException(
          "expected a query that begins with SELECT or WITH, found " + first.text());
    }
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      boolean last = i == tokens.size() - 1;
      String name = token.text().toLowerCase(Locale.ROOT);
      if (token.is(";") && !last) {
        throw new SqlRefusedException("expected one statement, found a second one");
      }
      if (token.kind() == SqlToken.Kind.WORD && FORBIDDEN.contains(name)) {
        throw new SqlRefusedException(
            "expected a query that only reads, found the word "
                + token.text()
                + "; quote it if it is a name");
      }
      boolean called = token.names() && !last && tokens.get(i + 1).is("(");
      if (called && FUNCTIONS.stream().anyMatch(name::startsWith)) {
        throw new SqlRefusedException("the function " + token.text() + " is not for queries");
      }
    }
  }
}

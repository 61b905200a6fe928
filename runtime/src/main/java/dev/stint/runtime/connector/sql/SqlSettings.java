package dev.stint.runtime.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.connector.secret.Secret;
import dev.stint.runtime.connector.settings.SettingsSection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One database of {@code stint.tools.sql}.
 *
 * @param rows most rows of one answer
 * @param bytes most text of one answer
 * @param timeout of one statement
 */
record SqlSettings(
    String name,
    String description,
    String url,
    String user,
    Optional<Secret> password,
    int rows,
    int bytes,
    Duration timeout,
    int concurrent,
    List<Statement> statements) {
  /** Bound to the key of the call wherever a statement of the owner names it. */
  static final String KEY = "idempotency_key";

  /**
   * A statement that the owner wrote and a job may run.
   *
   * @param parameters JSON Schemas by name
   * @param most rows that it may change; beyond, it is rolled back
   */
  record Statement(
      String name,
      String description,
      BoundSql sql,
      JsonNode parameters,
      boolean idempotent,
      int most) {}

  static SqlSettings from(SettingsSection s) {
    s.only(
        "description",
        "url",
        "user",
        "password",
        "rows",
        "bytes",
        "timeout",
        "concurrent",
        "statements");
    String url = s.text("url");
    checkUrl(s, url);
    return new SqlSettings(
        "sql." + s.name(),
        s.text("description", "the database " + s.name()),
        url,
        s.text("user", ""),
        s.secret("password"),
        s.count("rows", 1_000, 1, 100_000),
        s.bytes("bytes", 1 << 20),
        s.duration("timeout", Duration.ofSeconds(30)),
        s.count("concurrent", 4, 1, 100),
        s.named("statements").stream().flatMap(each -> statement(each).stream()).toList());
  }

  boolean postgres() {
    return url.startsWith("jdbc:postgresql:");
  }

  private static void checkUrl(SettingsSection s, String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    boolean embedded =
        lower.matches("jdbc:h2:(mem:|file:|/|\\./|~/).*") && !lower.contains("init=");
    if (!embedded && !lower.startsWith("jdbc:postgresql://")) {
      s.problem(
          "url",
          "expected jdbc:postgresql://..., or jdbc:h2: with a file or mem: and without INIT");
    }
    if (lower.contains("password=") || lower.contains("socketfactory")) {
      s.problem("url", "expected no password and no socket factory in it; use the key password");
    }
  }

  private static Optional<Statement> statement(SettingsSection s) {
    s.only("description", "sql", "parameters", "idempotent", "max-rows");
    String sql = s.text("sql");
    try {
      BoundSql bound = BoundSql.of(sql, SqlLexer.tokens(sql));
      JsonNode parameters = s.json("parameters");
      Set<String> given = new HashSet<>(Set.of(KEY));
      parameters.fieldNames().forEachRemaining(given::add);
      if (!bound.names().contains(KEY)) given.remove(KEY);
      Set<String> unmatched = bound.unmatched(given);
      if (!unmatched.isEmpty()) {
        s.problem(
            "parameters", "expected one schema for each :name in sql; differing " + unmatched);
      }
      if (s.name().equals("query")) s.problem("sql", "the name query is taken");
      return Optional.of(
          new Statement(
              s.name(),
              s.text("description"),
              bound,
              parameters,
              s.flag("idempotent", false),
              s.count("max-rows", 1, 1, 1_000_000)));
    } catch (SqlRefusedException e) {
      s.problem("sql", e.getMessage());
      return Optional.empty();
    }
  }
}

package dev.stint.runtime.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code sql.NAME.query}: one query that only reads, in a read-only transaction that is rolled back
 * (B2). Its limits on rows and text cut the answer off and say so.
 */
final class SqlQueryTool implements Tool {
  private static final int BATCH = 500;

  private final SqlSettings settings;
  private final SqlSession session;
  private final ToolDescriptor descriptor;

  SqlQueryTool(SqlSettings settings, SqlSession session) {
    this.settings = settings;
    this.session = session;
    this.descriptor =
        new ToolDescriptor(
            settings.name() + ".query",
            "1.0.0",
            "Reads from " + settings.description() + " by one SELECT with :name parameters",
            Effect.READ,
            true,
            Optional.empty(),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["sql"],
                 "properties": {
                   "sql": {"type": "string", "minLength": 1, "maxLength": 20000},
                   "parameters": {"type": "object", "maxProperties": 100, "additionalProperties": {
                     "type": ["string", "number", "boolean", "null"]}}}}
                """),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false,
                 "required": ["columns", "rows", "truncated"],
                 "properties": {
                   "columns": {"type": "array", "items": {
                     "type": "object", "additionalProperties": false, "required": ["name", "type"],
                     "properties": {"name": {"type": "string"}, "type": {"type": "string"}}}},
                   "rows": {"type": "array", "items": {"type": "object"}},
                   "truncated": {"type": "boolean"}}}
                """),
            settings.timeout().plusSeconds(20),
            settings.concurrent(),
            6L * settings.bytes() + 65_536);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    BoundSql sql = readOnly(args.path("sql").asText());
    Map<String, JsonNode> values = new HashMap<>();
    args.path("parameters").properties().forEach(e -> values.put(e.getKey(), e.getValue()));
    var unmatched = sql.unmatched(values.keySet());
    if (!unmatched.isEmpty()) {
      throw Failures.terminal(
          "sql_refused", "expected a value for each :name in the query; differing " + unmatched);
    }
    try {
      ObjectNode rows =
          session.run(
              sql,
              true,
              (_, statement) -> {
                sql.bind(statement, values);
                statement.setMaxRows(settings.rows() + 1);
                statement.setFetchSize(Math.min(BATCH, settings.rows()));
                context.beforeEffect();
                try (ResultSet result = statement.executeQuery()) {
                  return SqlRows.read(result, settings.rows(), settings.bytes());
                }
              });
      return ToolResult.of(rows);
    } catch (SQLException e) {
      throw SqlFailures.of(settings, e);
    }
  }

  private static BoundSql readOnly(String text) throws ToolException {
    try {
      List<SqlToken> tokens = SqlLexer.tokens(text);
      ReadOnlySql.check(tokens);
      return BoundSql.of(text, tokens);
    } catch (SqlRefusedException e) {
      throw Failures.terminal("sql_refused", e.getMessage());
    }
  }
}

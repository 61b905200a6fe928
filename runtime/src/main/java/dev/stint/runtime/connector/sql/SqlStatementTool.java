package dev.stint.runtime.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code sql.NAME.STATEMENT}: a statement that the owner wrote, with values bound. It changes at
 * most as many rows as the owner said, or none.
 */
final class SqlStatementTool implements Tool {
  private final SqlSettings settings;
  private final SqlSettings.Statement statement;
  private final SqlSession session;
  private final ToolDescriptor descriptor;

  SqlStatementTool(SqlSettings settings, SqlSettings.Statement statement, SqlSession session) {
    this.settings = settings;
    this.statement = statement;
    this.session = session;
    this.descriptor =
        new ToolDescriptor(
            settings.name() + "." + statement.name(),
            "1.0.0",
            statement.description(),
            Effect.WRITE,
            statement.idempotent(),
            Optional.empty(),
            input(statement),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["executed", "rows"],
                 "properties": {
                   "executed": {"type": "boolean"}, "rows": {"type": "integer", "minimum": 0},
                   "sql": {"type": "string"}}}
                """),
            settings.timeout().plusSeconds(20),
            settings.concurrent(),
            65_536);
  }

  private static JsonNode input(SqlSettings.Statement statement) {
    var schema = (ObjectNode) Json.parse("{\"type\": \"object\", \"additionalProperties\": false}");
    schema.set("properties", statement.parameters());
    var required = schema.putArray("required");
    for (var parameter : statement.parameters().properties()) {
      if (!parameter.getValue().has("default")) required.add(parameter.getKey());
    }
    return schema;
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    if (context.dryRun()) {
      output.put("executed", false).put("rows", 0).put("sql", statement.sql().text());
      return ToolResult.of(output);
    }
    Map<String, JsonNode> values = new HashMap<>();
    args.properties().forEach(e -> values.put(e.getKey(), e.getValue()));
    values.put(SqlSettings.KEY, TextNode.valueOf(context.idempotencyKey()));
    try {
      int rows =
          session.run(
              statement.sql(),
              false,
              (connection, prepared) -> execute(connection, prepared, values, context));
      return ToolResult.of(output.put("executed", true).put("rows", rows));
    } catch (SQLException e) {
      throw SqlFailures.of(settings, e);
    }
  }

  private int execute(
      Connection connection,
      PreparedStatement prepared,
      Map<String, JsonNode> values,
      ToolContext context)
      throws SQLException, ToolException, InterruptedException {
    statement.sql().bind(prepared, values);
    context.beforeEffect();
    int rows = prepared.executeUpdate();
    if (rows > statement.most()) {
      connection.rollback();
      throw Failures.terminal(
          "sql_too_many_rows",
          descriptor.name() + " would change " + rows + " rows, at most " + statement.most());
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      // Nobody knows whether the database committed before it fell silent.
      String message = settings.name() + " broke while committing";
      throw statement.idempotent()
          ? Failures.retryable("sql_unreachable", message)
          : new ToolException(Failure.inDoubt("sql_commit_unknown", message));
    }
    return rows;
  }
}

package dev.stint.runtime.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/**
 * Rows as JSON. What a double would round stays text: decimals, and whole numbers beyond 2^53.
 * Times are ISO 8601, bytes base64.
 */
final class SqlRows {
  private static final long EXACT = 1L << 53;

  private SqlRows() {}

  /**
   * Reads until there are no more rows, or {@code maxRows} or {@code maxBytes} of text are reached.
   *
   * @return {@code columns}, {@code rows} as objects by column, {@code truncated}
   */
  static ObjectNode read(ResultSet result, int maxRows, int maxBytes)
      throws SQLException, ToolException {
    ResultSetMetaData columns = result.getMetaData();
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    describe(columns, output.putArray("columns"));
    ArrayNode rows = output.putArray("rows");
    long bytes = 0;
    boolean truncated = false;
    while (!truncated && result.next()) {
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        JsonNode value = value(result, i, columns.getColumnType(i));
        bytes += columns.getColumnLabel(i).length() + value.asText().length() + 6;
        row.set(columns.getColumnLabel(i), value);
      }
      truncated = rows.size() == maxRows || bytes > maxBytes;
      if (!truncated) rows.add(row);
    }
    return output.put("truncated", truncated);
  }

  private static void describe(ResultSetMetaData columns, ArrayNode into)
      throws SQLException, ToolException {
    Set<String> names = new HashSet<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnLabel(i);
      if (!names.add(name)) {
        throw Failures.terminal(
            "sql_columns_ambiguous",
            "two columns are called " + name + "; give each a name of its own with AS");
      }
      into.addObject().put("name", name).put("type", columns.getColumnTypeName(i));
    }
  }

  private static JsonNode value(ResultSet result, int column, int type) throws SQLException {
    if (result.getObject(column) == null) return NullNode.instance;
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Json.number(result.getInt(column));
      case Types.BIGINT -> {
        long value = result.getLong(column);
        boolean exact = value >= -EXACT && value <= EXACT;
        yield exact ? Json.number(value) : TextNode.valueOf(String.valueOf(value));
      }
      case Types.NUMERIC, Types.DECIMAL ->
          TextNode.valueOf(result.getBigDecimal(column).toPlainString());
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> {
        double value = result.getDouble(column);
        yield Double.isFinite(value) ? Json.number(value) : TextNode.valueOf(String.valueOf(value));
      }
      case Types.BOOLEAN -> BooleanNode.valueOf(result.getBoolean(column));
      case Types.BIT ->
          result.getObject(column) instanceof Boolean bit
              ? BooleanNode.valueOf(bit)
              : TextNode.valueOf(result.getString(column));
      case Types.DATE -> TextNode.valueOf(result.getObject(column, LocalDate.class).toString());
      case Types.TIME -> TextNode.valueOf(result.getObject(column, LocalTime.class).toString());
      case Types.TIMESTAMP -> timestamp(result, column);
      case Types.TIMESTAMP_WITH_TIMEZONE -> instant(result, column);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          TextNode.valueOf(Base64.getEncoder().encodeToString(result.getBytes(column)));
      default -> TextNode.valueOf(result.getString(column));
    };
  }

  /** PostgreSQL calls both kinds of time by the same number. */
  private static JsonNode timestamp(ResultSet result, int column) throws SQLException {
    String name = result.getMetaData().getColumnTypeName(column);
    if (name.equalsIgnoreCase("timestamptz")) return instant(result, column);
    return TextNode.valueOf(result.getObject(column, LocalDateTime.class).toString());
  }

  private static JsonNode instant(ResultSet result, int column) throws SQLException {
    var at = result.getObject(column, OffsetDateTime.class);
    return TextNode.valueOf(at.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString());
  }
}

package dev.stint.runtime.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * SQL whose {@code :name} parameters are bound, never pasted in.
 *
 * @param text with {@code ?} in their places
 * @param names in the order of these
 */
record BoundSql(String text, List<String> names) {
  static BoundSql of(String sql, List<SqlToken> tokens) {
    var text = new StringBuilder();
    List<String> names = new ArrayList<>();
    int from = 0;
    for (SqlToken token : tokens) {
      boolean end = token.is(";") && token == tokens.getLast();
      if (token.kind() != SqlToken.Kind.PARAMETER && !end) continue;
      text.append(sql, from, token.start()).append(end ? "" : "?");
      if (!end) names.add(token.text());
      from = token.end();
    }
    return new BoundSql(text.append(sql.substring(from)).toString(), List.copyOf(names));
  }

  /** The names that the text has and the values lack, or the other way round. */
  Set<String> unmatched(Set<String> given) {
    Set<String> unmatched = new TreeSet<>(names);
    unmatched.removeAll(given);
    given.stream().filter(name -> !names.contains(name)).forEach(unmatched::add);
    return unmatched;
  }

  /** Values of JSON as the database reads them: a text may become a date where one is wanted. */
  void bind(PreparedStatement statement, Map<String, JsonNode> values) throws SQLException {
    for (int i = 0; i < names.size(); i++) {
      JsonNode value = values.get(names.get(i));
      switch (value.getNodeType()) {
        case NULL, MISSING -> statement.setObject(i + 1, null);
        case BOOLEAN -> statement.setBoolean(i + 1, value.booleanValue());
        case NUMBER -> {
          if (value.isIntegralNumber() && value.canConvertToLong()) {
            statement.setLong(i + 1, value.longValue());
          } else {
            statement.setBigDecimal(i + 1, value.decimalValue());
          }
        }
        case STRING -> statement.setString(i + 1, value.textValue());
        default -> statement.setString(i + 1, value.toString());
      }
    }
  }
}

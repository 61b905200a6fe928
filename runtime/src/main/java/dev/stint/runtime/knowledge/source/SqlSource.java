package dev.stint.runtime.knowledge.source;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The rows of a query that the platform owner wrote: columns {@code id}, {@code text}, and {@code
 * title} where there is one; a row is a document of Markdown. The stamp is the content. Read in one
 * transaction that may not write and is rolled back.
 *
 * @param url of JDBC
 * @param login user and password
 */
record SqlSource(String url, Properties login, String query, FolderLimits limits)
    implements KnowledgeSource {
  private static final int PATIENCE_SECONDS = 60;
  private static final int PAGE = 500;

  @Override
  public Listed list() throws RetrievalException {
    try (Connection connection = DriverManager.getConnection(url, login)) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (var statement = connection.prepareStatement(query)) {
        statement.setQueryTimeout(PATIENCE_SECONDS);
        statement.setFetchSize(PAGE);
        try (ResultSet rows = statement.executeQuery()) {
          return listed(rows);
        }
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new RetrievalException(
          "source_unreadable", "the database refused (SQLSTATE %s)".formatted(e.getSQLState()));
    }
  }

  private Listed listed(ResultSet rows) throws SQLException, RetrievalException {
    boolean titled = titled(rows);
    Map<String, Listed.Entry> entries = new LinkedHashMap<>();
    long bytes = 0;
    while (rows.next()) {
      String id = rows.getString("id");
      String text = rows.getString("text");
      if (id == null || text == null) continue;
      String title = titled ? rows.getString("title") : null;
      String whole = title == null ? text : "# " + title.replaceAll("\\s+", " ") + "\n\n" + text;
      byte[] content = whole.getBytes(StandardCharsets.UTF_8);
      bytes += content.length;
      if (entries.size() >= limits.files() || bytes > limits.totalBytes()) {
        throw new RetrievalException(
            "source_too_large",
            "a source may hold %d documents and %d MiB; narrow the query"
                .formatted(limits.files(), limits.totalBytes() >> 20));
      }
      entries.put(id, new Listed.Entry(Sha256.hex(content), "row.md", () -> content));
    }
    return new Listed(entries, "", List.of());
  }

  private static boolean titled(ResultSet rows) throws SQLException {
    var columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (columns.getColumnLabel(i).equalsIgnoreCase("title")) return true;
    }
    return false;
  }
}

package dev.stint.runtime.knowledge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a real database in a file. */
class SqlSourceTest {
  private static final String QUERY = "select id, title, body as text from articles order by id";
  @TempDir Path temp;
  private String url;

  @BeforeEach
  void fill() throws SQLException {
    url = "jdbc:h2:" + temp.resolve("kb");
    run("create table articles(id varchar primary key, title varchar, body varchar)");
    run("insert into articles values ('a-1', 'Backups', 'They run each night.')");
    run("insert into articles values ('a-2', null, 'Untitled words.')");
  }

  @Test
  void shouldMakeADocumentOfEachRow() throws Exception {
    Listed listed = open(QUERY).list();

    assertThat(listed.documents().keySet()).containsExactly("a-1", "a-2");
    assertThat(text(listed, "a-1")).isEqualTo("# Backups\n\nThey run each night.");
    assertThat(text(listed, "a-2")).isEqualTo("Untitled words.");
  }

  @Test
  void shouldGiveAnotherStampToARowThatChanged() throws Exception {
    Listed first = open(QUERY).list();
    run("update articles set body = 'They run twice.' where id = 'a-1'");

    Listed second = open(QUERY).list();

    assertThat(stamp(second, "a-1")).isNotEqualTo(stamp(first, "a-1"));
    assertThat(stamp(second, "a-2")).isEqualTo(stamp(first, "a-2"));
  }

  @Test
  void shouldSayWhatIsWrongWithoutQuotingTheDatabase() {
    var refused =
        catchThrowableOfType(
            RetrievalException.class, () -> open("select * from no_such_table").list());

    assertThat(refused.code()).isEqualTo("source_unreadable");
    assertThat(refused).hasMessageContaining("SQLSTATE").hasMessageNotContaining("no_such_table");
  }

  @Test
  void shouldSayWhichSettingIsMissing() {
    var spec = spec(Map.of("url", url));

    var refused = catchThrowableOfType(RetrievalException.class, () -> sources().open(spec));

    assertThat(refused).hasMessageContaining("stint.knowledge.sources.kb.query");
  }

  private static String text(Listed listed, String id) throws Exception {
    return new String(listed.documents().get(id).content().bytes(), StandardCharsets.UTF_8);
  }

  private static String stamp(Listed listed, String id) {
    return listed.documents().get(id).stamp();
  }

  private KnowledgeSource open(String query) throws RetrievalException {
    return sources().open(spec(Map.of("url", url, "query", query)));
  }

  private static SourceSpec spec(Map<String, String> settings) {
    return new SourceSpec("kb", "sql:kb", "", Classification.INTERNAL, List.of(), settings);
  }

  private static KnowledgeSources sources() {
    return new KnowledgeSources(FolderLimits.DEFAULT, EgressGate.PUBLIC_ONLY, Map.of());
  }

  private void run(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

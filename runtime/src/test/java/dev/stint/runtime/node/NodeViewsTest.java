package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.RunQuery;
import dev.stint.persistence.view.RunRow;
import dev.stint.persistence.view.ViewDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeViewsTest {
  @TempDir Path data;

  private Config stint() {
    return ConfigFactory.parseString("journal.leveldb.dir = \"" + data.resolve("journal") + "\"")
        .withFallback(ConfigFactory.load().getConfig("stint"));
  }

  private void open() throws Exception {
    try (StintJournal journal = StintJournal.open(stint().getConfig("journal"));
        ViewDatabase views = NodeViews.open(stint(), data.resolve("views"), journal)) {
      assertThat(views.offset()).isZero();
    }
  }

  @Test
  void shouldDeleteViewsOfAnotherLayout() throws Exception {
    Path old = Files.createDirectories(data.resolve("views")).resolve("views-0.mv.db");
    Files.writeString(old, "of an older version");
    open();
    assertThat(old).doesNotExist();
  }

  @Test
  void shouldRebuildViewsThatCannotBeOpened() throws Exception {
    Path broken = data.resolve("views").resolve("views-" + ViewDatabase.LAYOUT + ".mv.db");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "not a database");
    open();
    open();
  }

  @Test
  void shouldRebuildViewsThatOpenAndCannotBeWritten() throws Exception {
    // given a run, and views that lack a column and have not seen it
    RunId run;
    try (var node = node()) {
      run = submitted(node);
      await().until(() -> listed(node).contains(run.value()));
    }
    spoil();
    // when
    try (var node = node()) {
      // then
      assertThat(listed(node)).containsExactly(run.value());
    }
  }

  private static List<String> listed(StintNode node) {
    return node.views().runs(RunQuery.latest(10)).stream().map(RunRow::runId).toList();
  }

  private StintNode node() {
    return StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
  }

  private static RunId submitted(StintNode node) throws Exception {
    var read =
        SpecReader.read(
            """
            apiVersion: stint/v1
            kind: Job
            name: seen
            version: 1.0.0
            owner: group:me
            tools:
              - {use: 'stint.noop@^1'}
            plan:
              - id: only
                tool: stint.noop
                params: {value: 1}
            """);
    return new NodeRuns(node).submit(read);
  }

  private void spoil() throws Exception {
    Path file = data.resolve("views").resolve("views-" + ViewDatabase.LAYOUT).toAbsolutePath();
    String url = "jdbc:h2:file:" + file + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;TIME ZONE=UTC";
    try (var connection = DriverManager.getConnection(url, "sa", "");
        var statement = connection.createStatement()) {
      statement.execute("update projection_offset set position = 0");
      statement.execute("alter table runs drop column reason");
    }
  }
}

package dev.stint.runtime.tool.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.knowledge.index.KnowledgeIndex;
import dev.stint.runtime.knowledge.index.SearchMode;
import dev.stint.runtime.knowledge.index.UpdateProgress;
import dev.stint.runtime.knowledge.index.UpdateReport;
import dev.stint.runtime.knowledge.parse.DocumentParser;
import dev.stint.runtime.knowledge.parse.ParseLimits;
import dev.stint.runtime.knowledge.source.Classification;
import dev.stint.runtime.knowledge.source.KnowledgeSource;
import dev.stint.runtime.knowledge.source.KnowledgeSources;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that a server process offers as resources, indexed like any others (D1). */
class McpResourcesTest {
  @TempDir Path folder;
  private Path documents;
  private McpServer server;
  private KnowledgeIndex index;
  private final DocumentParser parser = new DocumentParser(ParseLimits.DEFAULT);

  @BeforeEach
  void start() throws Exception {
    documents = Files.createDirectories(folder.resolve("resources"));
    Files.writeString(
        documents.resolve("backups.md"), "# Backups\n\nBackups run each night at two.\n");
    Files.writeString(
        documents.resolve("restore.html"), "<h1>Restore</h1><p>The lead restores backups.</p>");
    Files.writeString(documents.resolve("picture.png"), "none of ours");
    var command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FixtureServer.class.getName(),
            folder.toString());
    var settings =
        ConfigFactory.parseString("allow = [], effects {}, timeout = 10s, max-output = 64 KiB")
            .withValue("command", ConfigValueFactory.fromIterable(command));
    server = McpServer.start("kb", settings, folder.resolve("memory"));
    server.awaitFirst(Duration.ofSeconds(60));
    index = new KnowledgeIndex(folder.resolve("index"), Optional.empty(), InstantSource.system());
  }

  @AfterEach
  void stop() {
    index.close();
    server.close();
    parser.close();
  }

  private KnowledgeSource source(String location) throws RetrievalException {
    return new KnowledgeSources(
            FolderLimits.DEFAULT,
            EgressGate.PUBLIC_ONLY,
            Map.of(),
            name -> name.equals("kb") ? Optional.of(new McpResources(server)) : Optional.empty())
        .open(SourceSpec.of("docs", location, Classification.INTERNAL));
  }

  private UpdateReport update() throws Exception {
    return index.update(source("mcp:kb"), parser, false, UpdateProgress.SILENT);
  }

  private List<String> read() throws Exception {
    Path read = folder.resolve("read.txt");
    return Files.exists(read) ? Files.readAllLines(read) : List.of();
  }

  @Test
  void shouldFindPassagesOfResourcesAndSayWhereTheyAreFrom() throws Exception {
    UpdateReport report = update();

    assertThat(report.documents()).isEqualTo(2);
    assertThat(report.problems()).singleElement().asString().contains("doc://kb/picture.png");
    var answer =
        index.search(
            new SearchRequest("when do backups run", 5, 1, 500),
            SearchMode.KEYWORD,
            Optional.empty());
    assertThat(answer.hits().getFirst().chunk().source()).isEqualTo("doc://kb/backups.md");
  }

  @Test
  void shouldReadOnlyWhatTheServerSaysHasChanged() throws Exception {
    update();
    Files.writeString(documents.resolve("backups.md"), "# Backups\n\nBackups run at noon.\n");
    Files.setLastModifiedTime(
        documents.resolve("backups.md"), java.nio.file.attribute.FileTime.fromMillis(1_000));

    UpdateReport report = update();

    assertThat(report.changed()).isEqualTo(1);
    assertThat(read()).hasSize(3).last().isEqualTo("doc://kb/backups.md");
  }

  @Test
  void shouldLookIntoWhatTheServerSaysNothingAbout() throws Exception {
    Files.writeString(documents.resolve("unstamped.md"), "# One\n\nOne.\n");
    update();
    Files.writeString(documents.resolve("unstamped.md"), "# Two\n\nTwo.\n");

    assertThat(update().changed()).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatTheServerOffersNoMore() throws Exception {
    update();
    Files.delete(documents.resolve("restore.html"));

    assertThat(update().removed()).isEqualTo(1);
  }

  @Test
  void shouldSayThatTheServerIsAwayAndKeepTheIndex() throws Exception {
    update();
    server.close();

    RetrievalException refused = catchThrowableOfType(RetrievalException.class, this::update);

    assertThat(refused.code()).isEqualTo("source_unreadable");
    assertThat(refused).hasMessageContaining("mcp:kb");
    assertThat(index.documents()).hasSize(2);
  }

  @Test
  void shouldNameASettingThatIsMissing() {
    RetrievalException refused =
        catchThrowableOfType(RetrievalException.class, () -> source("mcp:other"));

    assertThat(refused.code()).isEqualTo("source_incomplete");
    assertThat(refused).hasMessageContaining("stint.tools.mcp.other");
  }
}

package dev.stint.runtime.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.knowledge.parse.DocumentParser;
import dev.stint.runtime.knowledge.parse.ParseLimits;
import dev.stint.runtime.knowledge.parse.Samples;
import dev.stint.runtime.knowledge.source.Classification;
import dev.stint.runtime.knowledge.source.KnowledgeSource;
import dev.stint.runtime.knowledge.source.KnowledgeSources;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of documents in a real index on disk. */
class KnowledgeIndexTest {
  private static final DocumentParser PARSER = new DocumentParser(ParseLimits.DEFAULT);

  @TempDir Path temp;
  private Path folder;
  private KnowledgeSource source;
  private KnowledgeIndex index;

  @AfterAll
  static void endParser() {
    PARSER.close();
  }

  @BeforeEach
  void fill() throws Exception {
    folder = Files.createDirectory(temp.resolve("documents"));
    write("backups.md", "# Backups\n\nBackups of every database run each night at two.");
    write("travel.html", "<title>Travel</title><p>Book trains before flights when you travel.</p>");
    Files.write(folder.resolve("logs.pdf"), Samples.pdf("Audit logs are kept for seven years."));
    source = open();
    index = new KnowledgeIndex(temp.resolve("index"), Optional.empty(), InstantSource.system());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void shouldFindPassagesOfEveryKindOfDocument() throws Exception {
    index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(sources("how long are audit logs kept")).containsExactly("logs.pdf");
    assertThat(sources("train or flight travel")).containsExactly("travel.html");
    assertThat(sources("nightly backups of the database")).containsExactly("backups.md");
  }

  @Test
  void shouldFindNothingWhereNothingIsRelevant() throws Exception {
    index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(sources("penguin migration in the antarctic winter")).isEmpty();
  }

  @Test
  void shouldReadOnlyWhatChanged() throws Exception {
    UpdateReport first = index.update(source, PARSER, false, UpdateProgress.SILENT);
    write("backups.md", "# Backups\n\nBackups move to a vault in another city.");
    Files.delete(folder.resolve("travel.html"));
    write("new.txt", "Visitors sign a paper at the door.");

    UpdateReport second = index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(first).extracting(UpdateReport::read, UpdateReport::changed).containsExactly(3, 3);
    assertThat(second)
        .extracting(UpdateReport::read, UpdateReport::changed, UpdateReport::removed)
        .containsExactly(2, 2, 1);
    assertThat(index.documents().keySet()).containsExactly("backups.md", "logs.pdf", "new.txt");
    assertThat(sources("backups in a vault of another city")).containsExactly("backups.md");
    assertThat(sources("nightly backups at two of the database")).isEmpty();
    assertThat(sources("train or flight travel")).isEmpty();
  }

  @Test
  void shouldNotMakePassagesAnewWhenOnlyTheTimeOfAFileChanged() throws Exception {
    UpdateReport first = index.update(source, PARSER, false, UpdateProgress.SILENT);
    Files.setLastModifiedTime(
        folder.resolve("backups.md"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));

    UpdateReport second = index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(second).extracting(UpdateReport::read, UpdateReport::changed).containsExactly(1, 0);
    assertThat(second.state().version()).isEqualTo(first.state().version());
    assertThat(index.update(source, PARSER, false, UpdateProgress.SILENT).read()).isZero();
  }

  @Test
  void shouldGiveTheSameVersionToTheSameContent() throws Exception {
    String version = index.update(source, PARSER, false, UpdateProgress.SILENT).state().version();
    write("backups.md", "# Backups\n\nOther words.");
    String other = index.update(source, PARSER, false, UpdateProgress.SILENT).state().version();
    write("backups.md", "# Backups\n\nBackups of every database run each night at two.");

    String again = index.update(source, PARSER, false, UpdateProgress.SILENT).state().version();

    assertThat(other).isNotEqualTo(version);
    assertThat(again).isEqualTo(version);
  }

  @Test
  void shouldLeaveOutADamagedDocumentAndSayWhy() throws Exception {
    write("broken.pdf", "this is no pdf");

    UpdateReport report = index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(report.problems()).containsExactly("broken.pdf: document_damaged: no readable PDF");
    assertThat(sources("how long are audit logs kept")).containsExactly("logs.pdf");
  }

  @Test
  void shouldNameTheOtherPlacesOfAPassageOnce() throws Exception {
    Files.copy(folder.resolve("backups.md"), folder.resolve("copy-of-backups.md"));
    index.update(source, PARSER, false, UpdateProgress.SILENT);

    List<KnowledgeHit> hits = search("nightly backups of the database").hits();

    assertThat(hits).hasSize(1);
    assertThat(hits.getFirst().alsoIn())
        .hasSize(1)
        .doesNotContain(hits.getFirst().chunk().source());
  }

  @Test
  void shouldAnswerTheSameQuestionFromMemoryUntilTheContentChanges() throws Exception {
    index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(search("nightly backups of the database").cached()).isFalse();
    assertThat(search("nightly backups of the database").cached()).isTrue();

    write("new.txt", "Visitors sign a paper at the door.");
    index.update(source, PARSER, false, UpdateProgress.SILENT);
    assertThat(search("nightly backups of the database").cached()).isFalse();
  }

  @Test
  void shouldGoOnFromWhatIsThereAfterARestart() throws Exception {
    index.update(source, PARSER, false, UpdateProgress.SILENT);
    index.close();

    var later = new KnowledgeIndex(temp.resolve("index"), Optional.empty(), InstantSource.system());
    try (later) {
      assertThat(later.update(source, PARSER, false, UpdateProgress.SILENT).read()).isZero();
    }
  }

  @Test
  void shouldMakeADamagedIndexAnew() throws Exception {
    index.update(source, PARSER, false, UpdateProgress.SILENT);
    index.close();
    try (var files = Files.list(temp.resolve("index"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".si")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }

    index.update(source, PARSER, false, UpdateProgress.SILENT);

    assertThat(sources("how long are audit logs kept")).containsExactly("logs.pdf");
  }

  @Test
  void shouldSayWhenAnotherProcessUpdatesTheIndex() throws Exception {
    Files.createDirectories(temp.resolve("index"));
    try (var directory = FSDirectory.open(temp.resolve("index"));
        var _ = new IndexWriter(directory, new IndexWriterConfig())) {
      var refused =
          catchThrowableOfType(
              RetrievalException.class,
              () -> index.update(source, PARSER, false, UpdateProgress.SILENT));

      assertThat(refused.code()).isEqualTo("knowledge_busy");
    }
  }

  @Test
  void shouldSayThatNothingIsIndexedYet() {
    var refused = catchThrowableOfType(RetrievalException.class, () -> search("anything"));

    assertThat(refused.code()).isEqualTo("knowledge_not_indexed");
  }

  private KnowledgeSource open() throws RetrievalException {
    return new KnowledgeSources(FolderLimits.DEFAULT, EgressGate.PUBLIC_ONLY, Map.of())
        .open(SourceSpec.of("documents", "folder:" + folder, Classification.INTERNAL));
  }

  private List<String> sources(String question) throws RetrievalException {
    return search(question).hits().stream().map(hit -> hit.chunk().source()).toList();
  }

  private KnowledgeAnswer search(String question) throws RetrievalException {
    return index.search(
        new SearchRequest(question, 5, 1, 1_000), SearchMode.KEYWORD, Optional.of("legal"));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }
}

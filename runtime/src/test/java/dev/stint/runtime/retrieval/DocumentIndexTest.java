package dev.stint.runtime.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentIndexTest {
  private static final String RETENTION = "Audit logs must be retained for %s months. ";
  @TempDir Path folder;

  @Test
  void shouldFindSeveralDocumentsWithinTokens() throws Exception {
    write("a.md", "# Logs\n\n" + RETENTION.formatted(12) + "Retained logs are audit evidence.\n");
    write("b.md", "# Archive\n\n" + RETENTION.formatted(24) + "An archive keeps retained logs.\n");
    write("c.md", "# Lunch\n\nThe canteen serves soup on Monday.\n");

    SearchResult result = search(new SearchRequest("retained audit logs", 5, 2, 100));

    assertThat(result.documents()).isEqualTo(2);
    assertThat(result.tokens()).isPositive().isLessThanOrEqualTo(100);
    assertThat(search(new SearchRequest("retained audit logs", 5, 2, 3)).chunks()).isEmpty();
  }

  @Test
  void shouldFindNothingWhereNothingIsRelevant() throws Exception {
    for (int i = 0; i < 30; i++) {
      write("d" + i + ".md", "The canteen number " + i + " serves soup and reviews its menu.\n");
    }

    assertThat(
            search(new SearchRequest("encryption keys audit reviews rotation", 5, 2, 500)).chunks())
        .isEmpty();
  }

  @Test
  void shouldAnswerAQuestionByItsOtherWords() throws Exception {
    write("a.md", "# Stints\n\nA stint is a fixed period of work as a baker.\n");
    write("b.md", "# Shifts\n\nA shift is a part of the day; a stint is made of many.\n");

    assertThat(search(new SearchRequest("what is a stint", 5, 1, 100)).chunks()).isNotEmpty();
  }

  @Test
  void shouldDropNearDuplicates() throws Exception {
    String text =
        "Every employee must report a suspected security incident within one hour of noticing it";
    write("a.md", text + ".\n");
    write("b.md", text + "!\n");

    assertThat(index().chunks()).hasSize(1);
  }

  @Test
  void shouldPassOverHiddenForeignAndBinaryFiles(@TempDir Path outside) throws Exception {
    write("a.md", "A policy.\n");
    write(".secret.md", "Hidden.\n");
    write(".git/b.md", "Hidden.\n");
    write("c.pdf", "Not text.\n");
    write("d.md", "bin\0ary");
    Files.writeString(outside.resolve("e.md"), "Outside.\n");
    Files.createSymbolicLink(folder.resolve("e.md"), outside.resolve("e.md"));
    Files.createSymbolicLink(folder.resolve("f"), outside);

    DocumentIndex index = index();

    assertThat(index.chunks()).extracting(Chunk::source).containsExactly("a.md");
    assertThat(index.notes()).anyMatch(note -> note.startsWith("e.md: refused"));
  }

  @Test
  void shouldTolerateBrokenUtf8AndSaySo() throws Exception {
    byte[] bytes = "Caf\u00e9 policy text.".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("a.md"), bytes);

    DocumentIndex index = index();

    assertThat(index.chunks().getFirst().text()).isEqualTo("Caf\uFFFD policy text.");
    assertThat(index.notes()).anyMatch(note -> note.contains("UTF-8"));
  }

  @Test
  void shouldRefuseMoreThanItsLimits() throws Exception {
    write("a.md", "One.\n");
    write("b.md", "Two.\n");
    var limits = new FolderLimits(1, 1000, 1000);

    assertThatThrownBy(() -> new DocumentFolder(folder, limits).read())
        .isInstanceOf(RetrievalException.class)
        .hasMessageContaining("smaller folder");
    assertThatThrownBy(() -> new DocumentFolder(folder.resolve("none"), limits))
        .hasMessageContaining("expected a folder");
  }

  @Test
  void shouldSeeChangesAndOtherwiseKeepTheIndex() throws Exception {
    write("a.md", "One policy.\n");
    var indexes = new DocumentIndexes(FolderLimits.DEFAULT);
    DocumentIndex first = indexes.of(folder);

    assertThat(indexes.of(folder)).isSameAs(first);
    write("b.md", "A second policy about something else.\n");

    assertThat(indexes.of(folder).chunks()).hasSize(2);
  }

  private SearchResult search(SearchRequest request) throws Exception {
    return index().search(request);
  }

  private DocumentIndex index() throws Exception {
    return DocumentIndex.of(new DocumentFolder(folder, FolderLimits.DEFAULT).read());
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

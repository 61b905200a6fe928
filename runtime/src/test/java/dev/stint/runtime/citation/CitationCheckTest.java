package dev.stint.runtime.citation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.citation.CitationProblem.Reason;
import dev.stint.runtime.citation.ReportSection.Sentence;
import dev.stint.runtime.retrieval.Chunk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CitationCheckTest {
  private static final Chunk A =
      chunk("c-a", "a.md", "Logs must be kept for 12 months. Ask Jane Doe.");
  private static final Chunk A2 = chunk("c-a2", "a.md", "Backups must be encrypted at all times.");
  private static final Chunk B = chunk("c-b", "b.md", "Access must be reviewed every quarter.");
  private static final Map<String, Chunk> RETRIEVED = Map.of("c-a", A, "c-a2", A2, "c-b", B);

  @Test
  void shouldAcceptSectionWithTwoDocuments() {
    assertThat(
            problems(
                cited("Logs must be kept for 12 months.", "c-a"),
                cited("Access must be reviewed every quarter.", "c-b")))
        .isEmpty();
  }

  @Test
  void shouldCountTwoChunksOfOneDocumentOnce() {
    assertThat(
            problems(
                cited("Logs must be kept for 12 months.", "c-a"),
                cited("Backups must be encrypted at all times.", "c-a2")))
        .containsExactly(new CitationProblem(Reason.TOO_FEW_SOURCES, "Logs", "1 of 2"));
  }

  @Test
  void shouldRefuseForgedId() {
    assertThat(problems(cited("Logs must be kept for 12 months.", "c-forged")))
        .extracting(CitationProblem::reason)
        .containsExactly(Reason.NEVER_RETRIEVED, Reason.TOO_FEW_SOURCES);
  }

  @Test
  void shouldRefuseChunkThatLostItsHash() {
    Chunk changed =
        new Chunk(
            A.id(),
            A.source(),
            A.title(),
            "",
            1,
            1,
            A.text() + " Never.",
            A.hash(),
            A.documentHash());
    var problems = CitationCheck.check(section(cited("Never.", "c-a")), Map.of("c-a", changed), 1);

    assertThat(problems).extracting(CitationProblem::reason).contains(Reason.HASH_MISMATCH);
  }

  @Test
  void shouldRefuseRealIdOnWrongText() {
    assertThat(
            problems(
                cited("Logs may be deleted at once.", "c-a"),
                cited("Access must be reviewed every quarter.", "c-b")))
        .extracting(CitationProblem::reason)
        .containsExactly(Reason.QUOTE_NOT_FOUND);
  }

  @Test
  void shouldAcceptRedactedQuoteButNotAnInventedOne() {
    assertThat(
            problems(
                cited("Logs must be kept for 12 months. Ask [person-k3f9].", "c-a"),
                cited("Access must be reviewed every quarter.", "c-b")))
        .isEmpty();
    assertThat(
            problems(
                cited("[person-k3f9]", "c-a"),
                cited("Access must be reviewed every quarter.", "c-b")))
        .extracting(CitationProblem::reason)
        .containsExactly(Reason.QUOTE_NOT_FOUND);
  }

  @Test
  void shouldRefuseUncitedSentenceAndEmptyDraft() {
    assertThat(problems(new Sentence("Free text.", List.of())))
        .extracting(CitationProblem::reason)
        .containsExactly(Reason.UNCITED_SENTENCE, Reason.TOO_FEW_SOURCES);
    assertThat(CitationCheck.check(List.of(), RETRIEVED, 2))
        .extracting(CitationProblem::reason)
        .containsExactly(Reason.NO_SECTIONS);
  }

  private static List<CitationProblem> problems(Sentence... sentences) {
    return CitationCheck.check(section(sentences), RETRIEVED, 2);
  }

  private static List<ReportSection> section(Sentence... sentences) {
    return List.of(new ReportSection("Logs", List.of(sentences)));
  }

  private static Sentence cited(String text, String id) {
    return new Sentence(text, List.of(id));
  }

  private static Chunk chunk(String id, String source, String text) {
    return new Chunk(id, source, source, "", 1, 2, text, Sha256.hex(text), Sha256.hex(source));
  }
}

package dev.stint.runtime.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.runtime.retrieval.Document;
import dev.stint.runtime.survey.Surveyed.Fate;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private static final String TEXT =
      "# Leave\n\nEmployees have 28 days of leave a year. Ask your manager two weeks before.\n";
  private static final Taxonomy TAXONOMY =
      new Taxonomy(
          List.of(
              new Taxonomy.Tag("leave", List.of("Holidays")),
              new Taxonomy.Tag("health and safety", List.of())));

  private static Document page(String source, String head, String body) {
    return new Document(source, head.isEmpty() ? body : "---\n" + head + "---\n\n" + body, "0");
  }

  private static List<Surveyed> survey(Document... documents) {
    var rules = new SurveyRules(LocalDate.of(2026, 11, 30), 365, 0.8, TAXONOMY);
    return Survey.of(List.of(documents), rules);
  }

  @Test
  void shouldKeepThePageOfTwinsThatWasReviewedLast() {
    var old = page("a.md", "reviewed: 2026-01-01\n", TEXT);
    var fresh = page("b.md", "reviewed: 2026-05-01\n", TEXT.replace("two weeks", "two  WEEKS"));
    assertThat(survey(old, fresh))
        .extracting(Surveyed::fate)
        .containsExactly(new Fate.Duplicate("b.md", 1.0), new Fate.Keep());
  }

  @Test
  void shouldNotTakePagesForTwinsThatShareOneSentence() {
    var other =
        TEXT
            + "\nParental leave is another matter, and the people team answers questions "
            + "about it on every working day between nine and noon.\n";
    assertThat(survey(page("a.md", "", TEXT), page("b.md", "", other)))
        .extracting(Surveyed::fate)
        .containsOnly(new Fate.Keep());
  }

  @Test
  void shouldCallAPageStaleOnTheDayAfterItsTime() {
    assertThat(survey(page("a.md", "reviewed: 2025-11-30\n", TEXT)).getFirst().fate())
        .isEqualTo(new Fate.Keep());
    assertThat(survey(page("a.md", "reviewed: 2025-11-29\n", TEXT)).getFirst().fate())
        .isEqualTo(new Fate.Stale(366));
  }

  @Test
  void shouldTellTheOwnerWhatIsMissingInsteadOfGuessing() {
    Surveyed page = survey(page("a.md", "reviewed: last year\ntags: [misc]\n", TEXT)).getFirst();
    assertThat(page.fate()).isEqualTo(new Fate.Keep());
    assertThat(page.problems())
        .containsExactly(
            "date of the last review: \"last year\" is no date",
            "owner: missing",
            "tag not in the taxonomy: misc",
            "no tag of the taxonomy");
  }

  @Test
  void shouldWriteTagsAsTheTaxonomyDoes() {
    Surveyed page =
        survey(page("a.md", "tags: [holidays, LEAVE, Health_and-Safety]\n", TEXT)).getFirst();
    assertThat(page.tags()).containsExactly("leave", "health and safety");
    assertThat(page.problems()).contains("tags renamed: 3");
  }

  @Test
  void shouldReadAPageWhoseHeadIsBroken() {
    Surveyed page = survey(page("a.md", "tags: [a\n", TEXT)).getFirst();
    assertThat(page.title()).isEqualTo("Leave");
    assertThat(page.problems()).contains("the block at the top is no YAML mapping");
    Surveyed open = survey(new Document("b.md", "---\ntitle: x\n" + TEXT, "0")).getFirst();
    assertThat(open.problems()).contains("the block at the top has no end");
  }

  @Test
  void shouldTakeTheTitleFromTheHeadThenTheHeadingThenTheFile() {
    assertThat(survey(page("a.md", "title: Time off\n", TEXT)).getFirst().title())
        .isEqualTo("Time off");
    assertThat(survey(page("a.md", "", TEXT)).getFirst().title()).isEqualTo("Leave");
    assertThat(survey(page("a.md", "", "words only\n")).getFirst().title()).isEqualTo("a.md");
    assertThat(survey(page("a.md", "", TEXT)).getFirst().owner()).isEqualTo(Optional.empty());
  }
}

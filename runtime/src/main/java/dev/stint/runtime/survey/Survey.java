package dev.stint.runtime.survey;

import dev.stint.runtime.retrieval.Document;
import dev.stint.runtime.survey.Surveyed.Fate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks documents over. Of several that say the same, the one stays that was reviewed last, then
 * the longest, then the first by name; being doubled goes before being out of date. A document that
 * nobody ever reviewed is not called out of date: that is a problem for its owner.
 */
public final class Survey {
  private final SurveyRules rules;

  private Survey(SurveyRules rules) {
    this.rules = rules;
  }

  /** One for each document, sorted by source. */
  public static List<Surveyed> of(List<Document> documents, SurveyRules rules) {
    return new Survey(rules).look(documents);
  }

  private List<Surveyed> look(List<Document> documents) {
    List<Surveyed> all = new ArrayList<>(documents.stream().map(this::alone).toList());
    all.sort(
        Comparator.comparing(
                (Surveyed s) -> s.reviewed().orElse(LocalDate.MIN), Comparator.reverseOrder())
            .thenComparing(s -> -s.body().length())
            .thenComparing(s -> s.document().source()));
    List<Surveyed> decided = new ArrayList<>();
    List<Shingles> prints = new ArrayList<>();
    List<Surveyed> originals = new ArrayList<>();
    for (Surveyed document : all) {
      Shingles print = Shingles.of(document.body());
      Optional<Fate> doubled = doubled(print, prints, originals);
      decided.add(doubled.map(document::with).orElse(document));
      if (doubled.isPresent()) continue;
      prints.add(print);
      originals.add(document);
    }
    decided.sort(Comparator.comparing(s -> s.document().source()));
    return decided;
  }

  private Optional<Fate> doubled(Shingles print, List<Shingles> prints, List<Surveyed> originals) {
    int best = -1;
    double most = rules.similarity();
    for (int i = 0; i < prints.size(); i++) {
      double similarity = print.similarity(prints.get(i));
      if (similarity < most || best >= 0 && similarity == most) continue;
      best = i;
      most = similarity;
    }
    if (best < 0) return Optional.empty();
    return Optional.of(new Fate.Duplicate(originals.get(best).document().source(), most));
  }

  private Surveyed alone(Document document) {
    FrontMatter front = FrontMatter.of(document.text());
    List<String> problems = new ArrayList<>(front.problem().stream().toList());
    Optional<LocalDate> reviewed = front.first("reviewed").flatMap(Survey::day);
    if (reviewed.isEmpty()) {
      String found = front.first("reviewed").map(t -> "\"" + t + "\" is no date").orElse("missing");
      problems.add("date of the last review: " + found);
    }
    if (front.first("owner").isEmpty()) problems.add("owner: missing");
    var tags = rules.taxonomy().normalise(front.all("tags"));
    tags.unknown().forEach(tag -> problems.add("tag not in the taxonomy: " + tag));
    if (tags.tags().isEmpty()) problems.add("no tag of the taxonomy");
    if (tags.renamed() > 0) problems.add("tags renamed: " + tags.renamed());
    Fate fate =
        reviewed
            .map(day -> ChronoUnit.DAYS.between(day, rules.asOf()))
            .filter(days -> days > rules.staleAfterDays())
            .<Fate>map(Fate.Stale::new)
            .orElseGet(Fate.Keep::new);
    return new Surveyed(
        document,
        title(document, front),
        front.body(),
        fate,
        front.first("owner"),
        reviewed,
        tags.tags(),
        problems);
  }

  private static String title(Document document, FrontMatter front) {
    return front
        .first("title")
        .or(() ->
            front
                .body()
                .lines()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2).strip())
                .findFirst())
        .orElse(document.source());
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}

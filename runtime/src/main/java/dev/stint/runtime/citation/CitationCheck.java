package dev.stint.runtime.citation;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.citation.CitationProblem.Reason;
import dev.stint.runtime.citation.ReportSection.Sentence;
import dev.stint.runtime.retrieval.Chunk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The citation policy: every section rests on enough distinct documents, every citation on a chunk
 * that this run retrieved and that still has its hash (F4, EV-6, A17). Pure.
 */
public final class CitationCheck {
  private static final int SHOWN_CHARS = 40;

  private final Map<String, Chunk> retrieved;
  private final int minPerSection;
  private final boolean quotes;
  private final List<CitationProblem> problems = new ArrayList<>();

  private CitationCheck(Map<String, Chunk> retrieved, int minPerSection, boolean quotes) {
    this.retrieved = retrieved;
    this.minPerSection = minPerSection;
    this.quotes = quotes;
  }

  /**
   * Every problem, sentences checked word for word; empty means that the draft may be published.
   */
  public static List<CitationProblem> check(
      List<ReportSection> sections, Map<String, Chunk> retrieved, int minPerSection) {
    return check(sections, retrieved, minPerSection, true);
  }

  /**
   * @param quotes whether each sentence must stand in a cited chunk, as with extraction; what a
   *     model wrote in its own words must share half of them, and all figures, with its chunks
   */
  public static List<CitationProblem> check(
      List<ReportSection> sections,
      Map<String, Chunk> retrieved,
      int minPerSection,
      boolean quotes) {
    var check = new CitationCheck(retrieved, minPerSection, quotes);
    if (sections.isEmpty()) check.add(Reason.NO_SECTIONS, "", "");
    sections.forEach(check::section);
    return List.copyOf(new LinkedHashSet<>(check.problems));
  }

  private void section(ReportSection section) {
    Set<String> documents = new LinkedHashSet<>();
    for (Sentence sentence : section.sentences()) {
      if (sentence.citations().isEmpty()) {
        add(Reason.UNCITED_SENTENCE, section.title(), shown(sentence));
        continue;
      }
      List<Chunk> valid = valid(section.title(), sentence.citations());
      valid.forEach(chunk -> documents.add(chunk.source()));
      if (valid.isEmpty()) continue;
      boolean stands = valid.stream().anyMatch(c -> Quote.stands(sentence.text(), c.text()));
      if (quotes && !stands) add(Reason.QUOTE_NOT_FOUND, section.title(), shown(sentence));
      if (!quotes && !stands && !Support.found(sentence.text(), valid)) {
        add(Reason.NOT_SUPPORTED, section.title(), shown(sentence));
      }
    }
    if (documents.size() < minPerSection) {
      String count = documents.size() + " of " + minPerSection;
      add(Reason.TOO_FEW_SOURCES, section.title(), count);
    }
  }

  private List<Chunk> valid(String section, List<String> ids) {
    List<Chunk> valid = new ArrayList<>();
    for (String id : ids) {
      Chunk chunk = retrieved.get(id);
      if (chunk == null) add(Reason.NEVER_RETRIEVED, section, id);
      else if (!Sha256.hex(chunk.text()).equals(chunk.hash())) {
        add(Reason.HASH_MISMATCH, section, id);
      } else valid.add(chunk);
    }
    return valid;
  }

  private static String shown(Sentence sentence) {
    String text = sentence.text();
    String start = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    return "\"" + start + "\"";
  }

  private void add(Reason reason, String section, String subject) {
    problems.add(new CitationProblem(reason, section, subject));
  }
}

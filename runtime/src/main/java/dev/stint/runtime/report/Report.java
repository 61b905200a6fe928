package dev.stint.runtime.report;

import dev.stint.runtime.citation.Citation;
import dev.stint.runtime.citation.ReportSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a report shows.
 *
 * @param facts of the run, in the order to show them: name to value
 * @param notCovered topics left out, with the reason
 * @param redactions count by kind, never a value
 * @param tokens by stage
 * @param partial why the report is incomplete, when it is (E3)
 */
public record Report(
    String title,
    String introduction,
    List<ReportSection> sections,
    List<Citation> citations,
    Map<String, String> facts,
    List<Omission> notCovered,
    Map<String, Long> redactions,
    Map<String, Long> tokens,
    Optional<String> partial) {
  /** A topic that the report does not cover. */
  public record Omission(String title, String reason) {}

  /** The numbers under which the source list has these chunks, ascending; unknown ids give none. */
  List<Integer> numbers(List<String> chunkIds) {
    return citations.stream()
        .filter(c -> chunkIds.contains(c.chunk()))
        .map(Citation::number)
        .sorted()
        .toList();
  }
}

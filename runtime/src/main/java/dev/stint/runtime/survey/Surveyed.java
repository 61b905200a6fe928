package dev.stint.runtime.survey;

import dev.stint.runtime.retrieval.Document;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A document and what is to become of it.
 *
 * @param body without the block at the top
 * @param reviewed when somebody last stood up for it
 * @param tags of the taxonomy
 * @param problems for its owner, one sentence each
 */
public record Surveyed(
    Document document,
    String title,
    String body,
    Fate fate,
    Optional<String> owner,
    Optional<LocalDate> reviewed,
    List<String> tags,
    List<String> problems) {
  /** What is to become of a document. */
  public sealed interface Fate {
    /** Current. */
    record Keep() implements Fate {}

    /** Not reviewed for too long. */
    record Stale(long days) implements Fate {}

    /** Says what a document that stays says. */
    record Duplicate(String of, double similarity) implements Fate {}
  }

  Surveyed with(Fate other) {
    return new Surveyed(document, title, body, other, owner, reviewed, tags, problems);
  }
}

package dev.stint.persistence.view;

import dev.stint.persistence.event.RunId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of runs: where the next page goes on, also when the row itself is gone. As
 * text it is safe in URLs.
 *
 * @param submittedAt of the last run of the page before, in whole milliseconds
 */
public record RunCursor(Instant submittedAt, RunId run) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,14})\\.(.{1,80})");

  public static RunCursor of(RunRow row) {
    return new RunCursor(row.submittedAt(), new RunId(row.runId()));
  }

  /** What {@link #text} gave, or nothing for any other text. */
  public static Optional<RunCursor> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || !RunId.isValid(parts.group(2))) return Optional.empty();
    return Optional.of(
        new RunCursor(
            Instant.ofEpochMilli(Long.parseLong(parts.group(1))), new RunId(parts.group(2))));
  }

  public String text() {
    return submittedAt.toEpochMilli() + "." + run;
  }
}

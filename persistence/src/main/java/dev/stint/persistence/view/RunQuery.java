package dev.stint.persistence.view;

import dev.stint.persistence.event.RunStatus;
import java.util.Optional;

/**
 * Which runs to list, newest first.
 *
 * @param after the last row of the page before
 * @param limit 1 to 500
 */
public record RunQuery(
    Optional<String> job,
    Optional<RunStatus> status,
    Optional<String> department,
    Optional<String> submittedBy,
    Optional<RunCursor> after,
    int limit) {
  public static RunQuery latest(int limit) {
    return new RunQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }
}

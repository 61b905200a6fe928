package dev.stint.runtime.replay;

import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import java.time.Instant;
import java.util.List;

/**
 * A run that used what was asked for.
 *
 * @param units that used it directly: retrieved the document, asked the model
 * @param passedTo units whose arguments hold what those brought
 * @param documents that fit, as {@code path sha256:hash}
 * @param artifacts of the run
 */
public record LineageUse(
    RunId run,
    JobRef job,
    RunStatus status,
    Instant submittedAt,
    List<String> units,
    List<String> passedTo,
    List<String> documents,
    List<Output> artifacts) {
  /**
   * An artifact.
   *
   * @param names whether its text names the document
   */
  public record Output(String name, String sha256, boolean names) {}
}

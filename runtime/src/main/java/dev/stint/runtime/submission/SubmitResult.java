package dev.stint.runtime.submission;

import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Rejection;
import java.time.Duration;
import java.util.List;

/** The answer to a submission. */
public sealed interface SubmitResult {
  /**
   * The run is durable.
   *
   * @param repeated the same request had been accepted before
   */
  record Accepted(RunState run, boolean repeated) implements SubmitResult {}

  record UnknownJob(String message) implements SubmitResult {}

  record InvalidInputs(List<Problem> problems) implements SubmitResult {}

  record Rejected(Rejection rejection) implements SubmitResult {}

  /** No room; nothing was stored. */
  record Overloaded(Duration retryAfter) implements SubmitResult {}

  /** The journal did not take the run, or did not say whether it did. */
  record Unsaved(String code, String message) implements SubmitResult {}

  /**
   * @param pointer JSON Pointer into the inputs
   */
  record Problem(String pointer, String code, String message) {}
}

package dev.stint.runtime.job;

import dev.stint.persistence.event.ChildPlan;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the jobs that a plan runs as children. */
@FunctionalInterface
public interface Children {
  /** Where no other job is known. */
  Children NONE = (_, _, _) -> Optional.empty();

  /** What a model is told of a job that it may ask for. */
  record Offer(String description, String inputs) {}

  /** Of a job that was found; a job that nothing is known of takes anything. */
  default Offer offer(ChildPlan child) {
    return new Offer("", "{}");
  }

  /**
   * The newest released version in range, with what it may use.
   *
   * @param budget tokens that the step allows; the job's own limit when absent or higher
   */
  Optional<ChildPlan> find(String job, String versionRange, OptionalLong budget);
}

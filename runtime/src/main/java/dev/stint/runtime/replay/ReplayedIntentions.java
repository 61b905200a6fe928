package dev.stint.runtime.replay;

import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.JobRef;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.step.Intentions;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What steps of recorded runs ask for. Every replay brings values of its own, so that nothing stays
 * in memory that is erased later, and live runs keep theirs.
 */
public interface ReplayedIntentions {
  /**
   * @param jobs the job that a run is decided by
   */
  Intentions of(Function<JobRef, CompiledJob> jobs, RunValues values, InstantSource clock);

  /** The job that a run is pinned to. */
  CompiledJob job(JobRef ref);

  /** By the job that the run is pinned to. */
  default Intentions of(RunValues values, InstantSource clock) {
    return of(this::job, values, clock);
  }
}

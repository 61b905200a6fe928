package dev.stint.runtime.node;

import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.runtime.activity.Activities;
import dev.stint.runtime.activity.ActivityPorts;
import dev.stint.runtime.activity.RunActivity;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.job.JobCatalog;
import dev.stint.runtime.replay.Backtest;
import dev.stint.runtime.replay.LineageScan;
import dev.stint.runtime.replay.ReplayedIntentions;
import dev.stint.runtime.replay.RunComparison;
import dev.stint.runtime.replay.RunVerifier;
import dev.stint.runtime.step.Intentions;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What reads recorded runs once more.
 *
 * @param verifier whether they hold
 * @param backtest how they would have gone by other rules
 * @param comparison how two of them differ
 * @param lineage which of them used something
 */
public record Replays(
    RunVerifier verifier, Backtest backtest, RunComparison comparison, LineageScan lineage) {

  static Replays over(StintJournal journal, JobCatalog jobs, ActivityPorts live) {
    var intentions =
        new ReplayedIntentions() {
          @Override
          public Intentions of(
              Function<JobRef, CompiledJob> by, RunValues values, InstantSource clock) {
            return new RunActivity(by, values, new Activities(live.with(values), clock));
          }

          @Override
          public CompiledJob job(JobRef ref) {
            return jobs.job(ref);
          }
        };
    return new Replays(
        new RunVerifier(journal, intentions),
        new Backtest(journal, intentions),
        new RunComparison(journal),
        new LineageScan(journal));
  }
}

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
import dev.stint.runtime.replay.RunVerifier;
import dev.stint.runtime.step.Intentions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What replays recorded runs on a node. Has values of its own, so that a replay of many runs does
 * not push out what the live ones need. Thread-safe.
 */
public final class Replays {
  private final RunVerifier verifier;
  private final Backtest backtest;

  Replays(StintJournal journal, JobCatalog jobs, ActivityPorts live) {
    RunValues values = new RunValues(journal::payload);
    ActivityPorts ports = live.with(values);
    verifier =
        new RunVerifier(journal, values, clock -> intentions(jobs::job, values, ports, clock));
    InstantSource anyTime = InstantSource.fixed(Instant.EPOCH);
    backtest =
        new Backtest(journal, values, jobs::job, by -> intentions(by, values, ports, anyTime));
  }

  private static Intentions intentions(
      Function<JobRef, CompiledJob> jobs,
      RunValues values,
      ActivityPorts ports,
      InstantSource clock) {
    return new RunActivity(jobs, values, new Activities(ports, clock));
  }

  /** Whether recorded runs hold. */
  public RunVerifier verifier() {
    return verifier;
  }

  /** How recorded runs would have gone by other rules. */
  public Backtest backtest() {
    return backtest;
  }
}

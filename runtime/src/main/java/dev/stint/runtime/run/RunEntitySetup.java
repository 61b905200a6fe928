package dev.stint.runtime.run;

import dev.stint.runtime.step.Activity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What every run entity of a node shares.
 *
 * @param passivateAfter how long a run that only waits stays in memory
 * @param children runs the jobs that are steps of runs
 * @param counter told of every step actor
 * @param draining the node is leaving: what is in flight may finish, nothing new starts
 */
public record RunEntitySetup(
    Activity activity,
    InstantSource clock,
    RunObserver observer,
    Duration passivateAfter,
    Passivation passivation,
    BooleanSupplier draining,
    UnitCounter counter,
    ChildRuns children) {

  /** Runs that have no children. */
  public RunEntitySetup(
      Activity activity,
      InstantSource clock,
      RunObserver observer,
      Duration passivateAfter,
      Passivation passivation,
      BooleanSupplier draining,
      UnitCounter counter) {
    this(activity, clock, observer, passivateAfter, passivation, draining, counter, ChildRuns.NONE);
  }
}

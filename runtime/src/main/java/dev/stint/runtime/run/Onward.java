package dev.stint.runtime.run;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.Succession;
import dev.stint.runtime.step.Ahead;
import dev.stint.runtime.step.Computed;
import dev.stint.runtime.step.Preparation;
import dev.stint.runtime.step.StepActor;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A report and what follows it, decided one after the other on the run's own states and written as
 * one batch. Nothing is decided differently for being decided together; from the first guess that
 * does not hold, all are dropped. Used by one thread, once.
 */
final class Onward {
  private final RunMessage.Report report;
  private final Instant now;
  private RunState state;
  private Batch batch;
  private boolean settled;
  private Optional<StepActor.Start> start = Optional.empty();

  private Onward(
      Optional<RunState> before, RunMessage.Report report, Decision.Persist outcome, Instant now) {
    this.report = report;
    this.now = now;
    this.state = RunDecisions.fold(before, outcome.events(), Recorded.SYSTEM, now);
    this.batch = Batch.of(outcome.events(), Recorded.SYSTEM, now, report.payloads());
  }

  /**
   * @param outcome what was decided about the report
   * @param mayStart whether a unit has no step actor, and may have one
   */
  static Onward of(
      Optional<RunState> before,
      RunMessage.Report report,
      Decision.Persist outcome,
      Instant now,
      Predicate<UnitId> mayStart) {
    Onward onward = new Onward(before, report, outcome, now);
    report
        .ahead()
        .ifPresent(ahead -> {
          boolean same = before.filter(run -> run.seq() == ahead.seq()).isPresent();
          onward.follow(ahead, unit -> same && mayStart.test(unit));
        });
    return onward;
  }

  private void follow(Ahead ahead, Predicate<UnitId> mayFollow) {
    for (Computed next : ahead.computed()) {
      if (next.preparation().request().equals(report.command())) {
        settled = succeeded(next, state, batch);
        if (!settled) return;
      } else if (!mayFollow.test(next.report().unit()) || !follow(next)) {
        return;
      }
    }
    ahead
        .preparation()
        .filter(next -> mayFollow.test(next.request().unit()))
        .ifPresent(this::start);
  }

  /** Permit and outcome, or neither: an attempt that nobody performs must not be in flight. */
  private boolean follow(Computed next) {
    Preparation preparation = next.preparation();
    Optional<Decision.Persist> permit = Succession.permit(state, preparation.request(), now);
    return permit.isPresent()
        && succeeded(next, after(state, permit.get()), with(permit.get(), preparation));
  }

  private boolean succeeded(Computed next, RunState inFlight, Batch permitted) {
    if (!(RunDecisions.decide(Optional.of(inFlight), next.report(), Recorded.SYSTEM, now)
        instanceof Decision.Persist success)) {
      return false;
    }
    state = after(inFlight, success);
    batch = permitted.and(Batch.of(success.events(), Recorded.SYSTEM, now, next.payloads()));
    return true;
  }

  private void start(Preparation next) {
    Succession.permit(state, next.request(), now)
        .ifPresent(permit -> {
          batch = with(permit, next);
          var started = (AttemptStarted) permit.events().getFirst();
          start = Optional.of(new StepActor.Start(started, next));
        });
  }

  private Batch with(Decision.Persist permit, Preparation preparation) {
    return batch.and(Batch.of(permit.events(), Recorded.SYSTEM, now, preparation.payloads()));
  }

  private RunState after(RunState before, Decision.Persist decision) {
    return RunDecisions.fold(Optional.of(before), decision.events(), Recorded.SYSTEM, now);
  }

  /** Everything that becomes durable together. */
  Batch batch() {
    return batch;
  }

  /** Whether what was asked a permit for is done already. */
  boolean settled() {
    return settled;
  }

  /** The attempt to start once the batch is durable. */
  Optional<StepActor.Start> start() {
    return start;
  }
}

package dev.stint.runtime.simulation.invariant;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.Optional;

/** A write that must not be repeated is repeated only after somebody said it did not happen (3). */
final class DoubtIsNeverGuessed implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.appended().stream()
        .filter(appended -> appended.before().isPresent())
        .filter(appended -> guesses(appended.before().get(), appended.event()))
        .map(appended -> "nobody resolved the doubt before " + appended.event())
        .findFirst();
  }

  private static boolean guesses(RunState before, RunEvent next) {
    return switch (next) {
      case StepEvent.AttemptStarted started ->
          before.unit(started.unit()) instanceof UnitState.InDoubt;
      case StepEvent.AttemptLost lost ->
          risky(before.plan().step(lost.step())) && !(before.phase() instanceof Phase.Stopping);
      case StepEvent _,
          RunEvent.Lifecycle _,
          ApprovalEvent _,
          CustodyEvent _,
          AgentEvent _,
          PlanEvent _ ->
          false;
    };
  }

  /** Said once more here: a rule must not ask what it judges. */
  private static boolean risky(PlannedStep step) {
    return step.effect() == Effect.WRITE && !step.idempotent();
  }
}

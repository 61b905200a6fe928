package dev.stint.runtime.decision;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Round;
import dev.stint.persistence.event.StepEvent.AttemptSucceeded;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;

/**
 * What follows an outcome that is not good enough: a check that does not hold, or a plan of a model
 * that cannot be used. Pure.
 */
public final class RedoDecisions {
  /** The pin of an outcome that wants another round; it names where that begins. */
  public static final String PIN = "redo";

  private RedoDecisions() {}

  /** Whether the plan has another round for a step. */
  public static boolean left(PlannedStep check) {
    return check.redo().filter(redo -> Round.of(check.id()) <= redo.max()).isPresent();
  }

  /**
   * The next round is planned in the batch of the outcome that asks for it, so that nothing can go
   * on with what did not pass.
   */
  static Decision ended(RunState state, PlannedStep check, AttemptSucceeded outcome) {
    if (!outcome.pins().containsKey(PIN)) return Decision.persist(outcome);
    int round = Round.of(check.id());
    if (left(check) && RedoProgress.round(state, check.id()) == round) {
      return Decision.persist(
          outcome, new PlanEvent.RedoPlanned(Iteration.own(check.id()), round + 1));
    }
    String code = check.kind() == StepKind.PLAN ? "plan_refused" : "check_failed";
    Failure failure = Failure.terminal(code, "it is not good enough after " + round + " round(s)");
    return Decision.persist(outcome, ProgressDecisions.stepFailed(state, check.id(), failure));
  }
}

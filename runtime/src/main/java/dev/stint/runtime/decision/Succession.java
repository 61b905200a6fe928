package dev.stint.runtime.decision;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.NextActions.Action;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The permit that follows a decision at once, so that both share a flush (DESIGN 2). Nothing is
 * decided differently for it: it is what {@link RunDecisions} says to the request on the state
 * after the first decision. Pure.
 */
public final class Succession {
  private Succession() {}

  /**
   * The one unit that may start now. Nothing when there is none or a choice, and when a person or
   * the clock has a say in it.
   */
  public static Optional<UnitId> next(RunState state) {
    List<Action> work =
        NextActions.of(state).stream().filter(action -> !(action instanceof Action.Wake)).toList();
    return work.size() == 1
            && work.getFirst() instanceof Action.Perform perform
            && perform.notBefore().isEmpty()
            && direct(state, perform.unit())
        ? Optional.of(perform.unit())
        : Optional.empty();
  }

  private static boolean direct(RunState state, UnitId unit) {
    PlannedStep planned = state.plan().step(unit.step());
    return planned.gate().isEmpty()
        && planned.kind() != StepKind.WAIT
        && planned.kind() != StepKind.SIGNAL
        && planned.kind() != StepKind.JOB;
  }

  /** The permit of exactly that unit, or nothing when anything else follows from the request. */
  public static Optional<Decision.Persist> permit(
      RunState state, StepCommand.RequestPermit request, Instant now) {
    if (next(state).filter(request.unit()::equals).isEmpty()) return Optional.empty();
    return RunDecisions.decide(Optional.of(state), request, Recorded.SYSTEM, now)
                instanceof Decision.Persist persist
            && persist.events().getFirst() instanceof AttemptStarted
        ? Optional.of(persist)
        : Optional.empty();
  }
}

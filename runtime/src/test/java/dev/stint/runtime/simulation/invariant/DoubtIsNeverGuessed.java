package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
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
      case RunEvent.AttemptStarted started ->
          before.unit(started.unit()) instanceof UnitState.InDoubt;
      case RunEvent.AttemptLost lost ->
          before.plan().step(lost.step()).riskyToRepeat()
              && !(before.phase() instanceof Phase.Stopping);
      case RunEvent.Step _,
          RunEvent.Lifecycle _,
          RunEvent.Approval _,
          RunEvent.Custody _,
          AgentEvent _,
          PlanEvent _ ->
          false;
    };
  }
}

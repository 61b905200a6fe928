package dev.stint.runtime.decision;

import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What should be in flight: a function of state alone, used after persisting and after recovery, so
 * that both take the same path. Pure.
 */
public final class NextActions {
  private NextActions() {}

  /** Something the shell keeps going until the state no longer asks for it. */
  public sealed interface Action {
    /** Evaluate the step's {@code when} and {@code forEach}. */
    record Evaluate(String step) implements Action {}

    /** Try the unit, not before that instant. */
    record Perform(UnitId unit, Optional<Instant> notBefore) implements Action {}

    /** Have it recorded that the tool is asked what became of the unit, not before that instant. */
    record Doubt(UnitId unit, Optional<Instant> notBefore) implements Action {}

    /** Ask the tool: the question is recorded. */
    record Query(UnitId unit, int query) implements Action {}

    /** See to it that the child run is there and goes on, and report its end. */
    record Delegate(UnitId unit, UnitState.Child child) implements Action {}

    /** See to it that the child run is paused, as this one is. */
    record Hold(UnitId unit, UnitState.Child child) implements Action {}

    /** Have the child run end, and report its end. */
    record Recall(UnitId unit, UnitState.Child child, boolean atOnce) implements Action {}

    /** Stop what is in flight, then say so with {@code Quiesced}. */
    record Interrupt() implements Action {}

    /** Send {@code Tick} then. */
    record Wake(Instant at) implements Action {}
  }

  public static List<Action> of(RunState state) {
    List<Action> actions = new ArrayList<>();
    switch (state.phase()) {
      case Phase.Running _ -> work(state, actions);
      case Phase.Stopping stopping -> {
        if (stopping.atOnce() && state.anyCallInFlight()) actions.add(new Action.Interrupt());
        state
            .children()
            .forEach(
                (unit, child) -> actions.add(new Action.Recall(unit, child, stopping.atOnce())));
      }
      case Phase.Paused _ ->
          state.children().forEach((unit, child) -> actions.add(new Action.Hold(unit, child)));
      case Phase.Queued _, Phase.Finished _ -> {}
    }
    RunProgress.nextDeadline(state).ifPresent(at -> actions.add(new Action.Wake(at)));
    return actions;
  }

  private static void delegate(RunState state, List<Action> actions) {
    state.children().forEach((unit, child) -> actions.add(new Action.Delegate(unit, child)));
  }

  private static void work(RunState state, List<Action> actions) {
    delegate(state, actions);
    if (RunProgress.toFix(state)) actions.add(new Action.Evaluate(PlannerSpec.PLAN));
    for (PlannedStep planned : state.plan().steps()) {
      if (!RunProgress.ready(state, planned)) continue;
      StepState step = state.steps().get(planned.id());
      if (planned.queryable()) query(step, actions);
      if (step.expanded() && !BlockProgress.toJudge(state, planned)) {
        perform(planned, step, actions);
      } else {
        actions.add(new Action.Evaluate(planned.id()));
      }
    }
  }

  private static void query(StepState step, List<Action> actions) {
    for (int i = 0; i < step.units().size(); i++) {
      if (step.units().get(i) instanceof UnitState.InDoubt doubt && doubt.open()) {
        boolean asked = doubt.query() == UnitState.Query.ASKED;
        actions.add(
            asked
                ? new Action.Query(step.unitId(i), doubt.queries())
                : new Action.Doubt(step.unitId(i), doubt.askAt()));
      }
    }
  }

  private static void perform(PlannedStep planned, StepState step, List<Action> actions) {
    long free = Math.max(1, planned.maxParallel()) - step.inFlight();
    for (int i = 0; i < step.units().size() && free > 0; i++) {
      Optional<Action> action =
          switch (step.units().get(i)) {
            case UnitState.Ready ready ->
                Optional.of(new Action.Perform(step.unitId(i), ready.notBefore()));
            case UnitState.Sleeping _ when planned.kind() == StepKind.SIGNAL -> Optional.empty();
            case UnitState.Sleeping sleeping ->
                Optional.of(new Action.Perform(step.unitId(i), Optional.of(sleeping.until())));
            case UnitState.AwaitingApproval _,
                UnitState.InFlight _,
                UnitState.Child _,
                UnitState.InDoubt _,
                UnitState.Succeeded _,
                UnitState.Failed _ ->
                Optional.empty();
          };
      if (action.isPresent()) {
        actions.add(action.get());
        free--;
      }
    }
  }
}

package dev.stint.api.model;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import java.util.ArrayList;
import java.util.List;

/** The word for where a step is. Pure. */
final class StepStatus {
  private StepStatus() {}

  static String of(RunState state, PlannedStep planned, StepState step) {
    if (step.skipped().isPresent()) return "skipped";
    if (step.brokeOff().isPresent()) return "failed";
    if (step.done()) return "succeeded";
    boolean running = false;
    boolean waiting = false;
    boolean sleeping = false;
    for (UnitState unit : units(state, step)) {
      switch (unit) {
        case UnitState.InDoubt _ -> {
          return "in_doubt";
        }
        case UnitState.InFlight _, UnitState.Child _ -> running = true;
        case UnitState.AwaitingApproval _ -> waiting = true;
        case UnitState.Sleeping _ -> sleeping = true;
        case UnitState.Ready _, UnitState.Succeeded _, UnitState.Failed _ -> {}
      }
    }
    if (running) return "running";
    if (waiting) return "waiting_approval";
    if (sleeping) return "waiting";
    if (state.finished()) return "not_run";
    return RunProgress.ready(state, planned) || agent(state, step) ? "ready" : "pending";
  }

  private static boolean agent(RunState state, StepState step) {
    return state.agents().containsKey(step.id());
  }

  /** An agent is where its turn and its calls are. */
  private static List<UnitState> units(RunState state, StepState step) {
    if (!agent(state, step)) return step.units();
    List<UnitState> units = new ArrayList<>(step.units());
    AgentProgress.of(state, state.agents().get(step.id())).forEach(s -> units.addAll(s.units()));
    return units;
  }
}

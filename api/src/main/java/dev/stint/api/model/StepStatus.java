package dev.stint.api.model;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;

/** The word for where a step is. Pure. */
final class StepStatus {
  private StepStatus() {}

  static String of(RunState state, PlannedStep planned, StepState step) {
    if (step.skipped().isPresent()) return "skipped";
    if (step.failure().isPresent()) return "failed";
    if (step.done()) return "succeeded";
    boolean running = false;
    boolean waiting = false;
    boolean sleeping = false;
    for (UnitState unit : step.units()) {
      switch (unit) {
        case UnitState.InDoubt _ -> {
          return "in_doubt";
        }
        case UnitState.InFlight _ -> running = true;
        case UnitState.AwaitingApproval _ -> waiting = true;
        case UnitState.Sleeping _ -> sleeping = true;
        case UnitState.Ready _, UnitState.Succeeded _, UnitState.Failed _ -> {}
      }
    }
    if (running) return "running";
    if (waiting) return "waiting_approval";
    if (sleeping) return "waiting";
    if (state.finished()) return "not_run";
    return RunProgress.ready(state, planned) ? "ready" : "pending";
  }
}

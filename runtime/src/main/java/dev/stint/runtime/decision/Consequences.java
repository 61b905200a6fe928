package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.Pot;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows from a state at once, without anybody asking. Pure; empty when nothing does. */
final class Consequences {
  private Consequences() {}

  static List<RunEvent> of(RunState state, Instant now) {
    return switch (state.phase()) {
      case Phase.Queued _, Phase.Paused _, Phase.Finished _ -> alert(state);
      case Phase.Running _ -> ofRunning(state, now);
      case Phase.Stopping stopping -> ofStopping(state, stopping);
    };
  }

  private static List<RunEvent> ofRunning(RunState state, Instant now) {
    List<RunEvent> alert = alert(state);
    if (!alert.isEmpty()) return alert;
    Optional<RunEvent> failed = failedStep(state);
    if (failed.isPresent()) return List.of(failed.get());
    if (state.pot().exhausted()) return ofExhausted(state);
    Optional<RunEvent> taken = SignalDecisions.follow(state);
    if (taken.isPresent()) return List.of(taken.get());
    List<RunEvent> blocks = BlockDecisions.follow(state);
    if (!blocks.isEmpty()) return blocks;
    List<RunEvent> agents = AgentDecisions.follow(state, now);
    if (!agents.isEmpty()) return agents;
    return RunProgress.complete(state)
        ? List.of(new RunEvent.Finished(RunStatus.SUCCEEDED, "", ""))
        : List.of();
  }

  private static List<RunEvent> alert(RunState state) {
    Pot pot = state.pot();
    if (pot.alerted() || pot.used() < pot.budget().soft() || state.finished()) return List.of();
    return List.of(
        new RunEvent.BudgetAlerted(pot.used(), pot.budget().soft(), pot.budget().hard()));
  }

  private static Optional<RunEvent> failedStep(RunState state) {
    for (PlannedStep planned : state.plan().steps()) {
      StepState step = state.steps().get(planned.id());
      if (step.failure().isPresent() || step.skipped().isPresent()) continue;
      // A call that failed is for its model to hear.
      if (AgentPlan.callNumber(step.id()) > 0) continue;
      boolean patient =
          planned.retry().onExhausted() == OnExhausted.CONTINUE && planned.kind() != StepKind.TURN;
      if (patient && !step.done()) continue;
      for (UnitState unit : step.units()) {
        if (unit instanceof UnitState.Failed failed) {
          Failure failure = failed.failure();
          return Optional.of(
              ProgressDecisions.stepFailed(
                  state, ProgressDecisions.failing(state, step.id()), failure));
        }
      }
    }
    return Optional.empty();
  }

  private static List<RunEvent> ofExhausted(RunState state) {
    List<RunEvent> voided = voidPending(state, "the budget is exhausted");
    if (!voided.isEmpty()) return voided;
    if (state.anyInFlight()) return List.of();
    if (!state.pot().budget().partial()) {
      return List.of(
          new RunEvent.Finished(
              RunStatus.FAILED, "budget_exhausted", "the token budget is exhausted"));
    }
    return RunProgress.complete(state)
        ? List.of(
            new RunEvent.Finished(
                RunStatus.PARTIAL, "budget_exhausted", "the token budget is exhausted"))
        : List.of();
  }

  private static List<RunEvent> ofStopping(RunState state, Phase.Stopping stopping) {
    if (state.anyInFlight()) return List.of();
    List<RunEvent> events =
        new ArrayList<>(voidPending(state, "the run ends " + stopping.target().text()));
    if (stopping.target() == RunStatus.KILLED && state.killEffectiveAt().isEmpty()) {
      events.add(new RunEvent.KillEffective(interrupted(state), List.of()));
    }
    events.add(new RunEvent.Finished(stopping.target(), stopping.code(), stopping.reason()));
    return events;
  }

  private static List<UnitId> interrupted(RunState state) {
    return state
        .units()
        .filter(e ->
            e.getValue() instanceof UnitState.Failed failed
                && failed.failure().code().equals("interrupted"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<RunEvent> voidPending(RunState state, String reason) {
    return state.approvals().values().stream()
        .filter(ApprovalState::pending)
        .<RunEvent>map(a -> new ApprovalEvent.Voided(a.request().approval(), reason))
        .toList();
  }
}

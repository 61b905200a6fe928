package dev.stint.runtime.replay;

import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether an event speaks of steps, units and approvals that the run has. A doctored history may
 * name others, and neither the fold nor the decisions are asked about those. Pure.
 */
final class Known {
  private Known() {}

  /** What the run does not have, or nothing. */
  static Optional<String> missing(RunState state, RunEvent event) {
    return switch (event) {
      case StepEvent.AttemptStarted e ->
          unit(state, e.unit()).or(() -> e.approval().flatMap(id -> approval(state, id)));
      case StepEvent.OfUnit e -> unit(state, e.unit());
      case StepEvent e -> step(state, e.step());
      case RunEvent.PolicyViolated e -> unit(state, e.unit());
      case RunEvent.BudgetExhausted e -> unit(state, e.unit());
      case ApprovalEvent.Requested e -> unit(state, e.unit());
      case ApprovalEvent e -> approval(state, e.approval());
      case RunEvent.KillEffective e ->
          Stream.of(e.interrupted(), e.unconfirmed())
              .flatMap(List::stream)
              .flatMap(id -> unit(state, id).stream())
              .findFirst();
      case AgentEvent.TurnPlanned e -> step(state, e.step());
      case AgentEvent.CallDenied e -> unit(state, e.unit());
      case AgentEvent e -> agent(state, e.step());
      case PlanEvent.SignalTaken e -> unit(state, e.unit()).or(() -> signal(state, e.signal()));
      case PlanEvent.LoopPlanned e -> loop(state, e.step());
      case PlanEvent.LoopJudged e -> loop(state, e.step());
      case PlanEvent.RedoPlanned e -> redo(state, e);
      case PlanEvent.ChildStarted e ->
          unit(state, e.unit())
              .or(() -> e.approval().flatMap(id -> approval(state, id)))
              .or(() -> job(state, e.unit()));
      case PlanEvent.ChildEnded e -> unit(state, e.unit());
      case PlanEvent.PlanFrozen _ -> step(state, PlannerSpec.PLAN);
      case PlanEvent.SignalReceived _,
          RunEvent.Submitted _,
          RunEvent.Started _,
          RunEvent.Paused _,
          RunEvent.Resumed _,
          RunEvent.CancelRequested _,
          RunEvent.KillAccepted _,
          RunEvent.DeadlinePassed _,
          RunEvent.BudgetAlerted _,
          CustodyEvent _,
          RunEvent.Finished _ ->
          Optional.empty();
    };
  }

  private static Optional<String> step(RunState state, String id) {
    return state.steps().containsKey(id) ? Optional.empty() : Optional.of("step " + id);
  }

  static Optional<String> unit(RunState state, UnitId id) {
    return id.index() >= 0 && state.findUnit(id).isPresent()
        ? Optional.empty()
        : Optional.of("unit " + id);
  }

  private static Optional<String> agent(RunState state, String id) {
    return state.agents().containsKey(id) ? Optional.empty() : Optional.of("agent " + id);
  }

  private static Optional<String> loop(RunState state, String id) {
    return state.plan().find(id).filter(step -> step.loop().isPresent()).isPresent()
        ? Optional.empty()
        : Optional.of("loop " + id);
  }

  private static Optional<String> redo(RunState state, PlanEvent.RedoPlanned e) {
    return state.submitted().plan().find(e.step()).flatMap(PlannedStep::redo).isPresent()
        ? Optional.empty()
        : Optional.of("check " + e.step());
  }

  private static Optional<String> job(RunState state, UnitId unit) {
    return state.plan().step(unit.step()).child().isPresent()
        ? Optional.empty()
        : Optional.of("job of " + unit);
  }

  private static Optional<String> signal(RunState state, String id) {
    return state.course().signals().containsKey(id)
        ? Optional.empty()
        : Optional.of("signal " + id);
  }

  private static Optional<String> approval(RunState state, String id) {
    return state.approvals().containsKey(id) ? Optional.empty() : Optional.of("approval " + id);
  }
}

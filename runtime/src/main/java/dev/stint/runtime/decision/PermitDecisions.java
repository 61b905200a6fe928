package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.Pot;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether an attempt may start (G2): policy first, then the approval, then the budget. Pure.
 *
 * <p>The permit is the durable event; nothing else lets a call leave the process.
 */
final class PermitDecisions {
  private PermitDecisions() {}

  static Decision decide(RunState state, RunCommand.RequestPermit request, Instant now) {
    if (!(state.phase() instanceof Phase.Running)) return refused(state, request.unit());
    Optional<UnitState> unit = state.findUnit(request.unit());
    if (unit.isEmpty()) return refused(state, request.unit());
    PlannedStep planned = state.plan().step(request.unit().step());
    if (!RunProgress.ready(state, planned)) return refused(state, request.unit());
    return switch (unit.get()) {
      case UnitState.Ready ready when due(ready, now) -> ready(state, planned, ready, request, now);
      case UnitState.Sleeping sleeping when !sleeping.until().isAfter(now) ->
          budget(state, planned, Optional.empty(), request);
      case UnitState.Ready _,
          UnitState.Sleeping _,
          UnitState.AwaitingApproval _,
          UnitState.InFlight _,
          UnitState.InDoubt _,
          UnitState.Succeeded _,
          UnitState.Failed _ ->
          refused(state, request.unit());
    };
  }

  private static boolean due(UnitState.Ready ready, Instant now) {
    return ready.notBefore().map(at -> !at.isAfter(now)).orElse(true);
  }

  private static Decision refused(RunState state, UnitId unit) {
    return Decision.reject(
        Rejection.conflict(
            "not_permitted", unit + " may not start while the run is " + state.status().text()));
  }

  private static Decision ready(
      RunState state,
      PlannedStep planned,
      UnitState.Ready ready,
      RunCommand.RequestPermit request,
      Instant now) {
    boolean call = AgentPlan.callNumber(planned.id()) > 0;
    if (!request.verdict().allowed() && call) {
      return Decision.persist(new AgentEvent.CallDenied(request.unit(), request.verdict()));
    }
    if (!request.verdict().allowed()) {
      return Decision.persist(
          new RunEvent.PolicyViolated(
              request.unit(),
              planned.uses(),
              request.verdict(),
              "step "
                  + request.unit()
                  + " may not use "
                  + planned.uses()
                  + ": "
                  + request.verdict().code()
                  + " ("
                  + request.verdict().rule()
                  + ")"));
    }
    if (planned.kind() == StepKind.WAIT && !ready.slept()) {
      return Decision.persist(
          new RunEvent.WaitStarted(request.unit(), now.plusMillis(request.waitMs())));
    }
    if (planned.gate().isEmpty() || state.submitted().dryRun()) {
      return budget(state, planned, Optional.empty(), request);
    }
    return gated(state, planned, ready, request, now);
  }

  /** The grant must name exactly this content; anything else asks again (invariant 5, IF-11). */
  private static Decision gated(
      RunState state,
      PlannedStep planned,
      UnitState.Ready ready,
      RunCommand.RequestPermit request,
      Instant now) {
    Optional<ApprovalState> granted =
        ready
            .approval()
            .map(id -> state.approvals().get(id))
            .filter(a -> a.outcome() == ApprovalState.Outcome.GRANTED);
    if (granted.isPresent()
        && granted.get().request().contentHash().equals(request.contentHash())
        && granted.get().request().args().equals(request.args())) {
      return budget(state, planned, ready.approval(), request);
    }
    Gate gate = planned.gate().orElseThrow();
    var requested =
        new RunEvent.ApprovalRequested(
            request.approval(),
            request.unit(),
            request.content(),
            request.contentHash(),
            request.args(),
            gate.by(),
            gate.fourEyes(),
            now.plusMillis(gate.expiresMs()),
            Optional.empty(),
            Optional.empty());
    return Decision.persist(requested);
  }

  /** Reserve the worst case, or do not call (invariant 4). */
  private static Decision budget(
      RunState state,
      PlannedStep planned,
      Optional<String> approval,
      RunCommand.RequestPermit request) {
    Pot pot = state.pot();
    boolean partial = planned.kind() == StepKind.PARTIAL;
    long available = partial ? pot.availableWithTail() : pot.available();
    if (AgentPlan.grown(planned.id())) {
      Optional<Decision> over = aboveItsOwn(state, planned, request);
      if (over.isPresent()) return over.get();
    }
    if (request.worstCase() > available) {
      if (pot.reserved() > 0) return new Decision.Later();
      if (partial) {
        return Decision.persist(
            ProgressDecisions.stepFailed(
                state,
                planned.id(),
                Failure.terminal("tail_too_small", "the tail does not pay for a partial result")));
      }
      return Decision.persist(
          new RunEvent.BudgetExhausted(
              request.unit(), request.worstCase(), available, rationale(pot, request)));
    }
    int attempt = state.unit(request.unit()).tries().started() + 1;
    return Decision.persist(
        new RunEvent.AttemptStarted(
            request.unit(),
            attempt,
            request.lease(),
            state.submitted().run().idempotencyKey(request.unit()),
            request.args(),
            request.argsHash(),
            request.worstCase(),
            request.verdict(),
            approval,
            request.pins()));
  }

  /** An agent's own limit of tokens holds before a call, too, not only after it. */
  private static Optional<Decision> aboveItsOwn(
      RunState state, PlannedStep planned, RunCommand.RequestPermit request) {
    AgentState agent = state.agents().get(AgentPlan.root(planned.id()));
    long limit = AgentProgress.envelope(state, agent).stop().tokens();
    long held = AgentProgress.held(state, agent);
    if (limit <= 0 || agent.tokens() + held + request.worstCase() <= limit) {
      return Optional.empty();
    }
    return Optional.of(
        held > 0
            ? new Decision.Later()
            : Decision.persist(new AgentEvent.Closed(agent.step(), AgentEvent.Reason.TOKENS)));
  }

  private static String rationale(Pot pot, RunCommand.RequestPermit request) {
    return "step "
        + request.unit()
        + " needs up to "
        + request.worstCase()
        + " tokens, and "
        + pot.available()
        + " of "
        + pot.budget().hard()
        + " are left after "
        + pot.used()
        + " used and "
        + pot.budget().tail()
        + " kept back for the partial result";
  }
}

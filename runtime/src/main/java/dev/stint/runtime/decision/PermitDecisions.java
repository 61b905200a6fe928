package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.Pot;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.persistence.view.LabelText;
import dev.stint.runtime.label.FlowCheck;
import dev.stint.runtime.label.Flows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether an attempt may start (G2): policy first, then the approval, then the budget. Pure.
 *
 * <p>The permit is the durable event; nothing else lets a call leave the process.
 */
final class PermitDecisions {
  private PermitDecisions() {}

  static Decision decide(RunState state, StepCommand.RequestPermit request, Instant now) {
    if (!(state.phase() instanceof Phase.Running)) return refused(state, request.unit());
    Optional<UnitState> unit = state.findUnit(request.unit());
    if (unit.isEmpty()) return refused(state, request.unit());
    PlannedStep planned = state.plan().step(request.unit().step());
    if (!RunProgress.ready(state, planned)) return refused(state, request.unit());
    return switch (unit.get()) {
      case UnitState.Ready ready when due(ready, now) -> ready(state, planned, ready, request, now);
      case UnitState.Sleeping sleeping
          when planned.kind() == StepKind.WAIT && !sleeping.until().isAfter(now) ->
          flow(state, planned, Optional.empty(), request, now)
              .orElseGet(() -> budget(state, planned, Optional.empty(), request));
      case UnitState.Ready _,
          UnitState.Sleeping _,
          UnitState.AwaitingApproval _,
          UnitState.InFlight _,
          UnitState.Child _,
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
      StepCommand.RequestPermit request,
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
    Optional<Decision> refused = flow(state, planned, ready.approval(), request, now);
    if (refused.isPresent()) return refused.get();
    boolean waits = planned.kind() == StepKind.WAIT && !ready.slept();
    if (waits || planned.kind() == StepKind.SIGNAL) {
      return Decision.persist(
          new StepEvent.WaitStarted(request.unit(), now.plusMillis(request.waitMs())));
    }
    boolean asks = planned.gate().isPresent() || ready.approval().isPresent();
    if (!asks || state.submitted().dryRun()) {
      return budget(state, planned, Optional.empty(), request);
    }
    return gated(state, planned, ready.approval(), request, now);
  }

  /**
   * What may not go where the step would send it (IF-6, IF-8): a denial, or a person's decision
   * where that is enough; nothing when all of it may, or was approved as it is.
   */
  private static Optional<Decision> flow(
      RunState state,
      PlannedStep planned,
      Optional<String> approval,
      StepCommand.RequestPermit request,
      Instant now) {
    List<Crossing> crossings =
        FlowCheck.of(planned, request.flows().orElseGet(() -> Flows.of(Label.UNLABELLED)));
    if (crossings.isEmpty()) return Optional.empty();
    boolean asks = FlowCheck.asks(planned, crossings);
    if (asks && state.submitted().dryRun()) return Optional.empty(); // as with every approval
    String code = crossings.getFirst().code();
    var refusal = new StepEvent.FlowRefused(request.unit(), code, crossings, asks);
    if (asks) return gated(state, planned, approval, request, now, refusal);
    Verdict verdict = Verdict.deny("labels", code, state.submitted().policyHash());
    return Optional.of(
        Decision.persist(refusal, denied(planned, request.unit(), verdict, crossings)));
  }

  /** The approval that the step has anyway says enough; one that it gets by this is explained. */
  private static Optional<Decision> gated(
      RunState state,
      PlannedStep planned,
      Optional<String> approval,
      StepCommand.RequestPermit request,
      Instant now,
      StepEvent.FlowRefused refusal) {
    if (planned.gate().isPresent() || granted(state, approval, request)) return Optional.empty();
    return switch (gated(state, planned, approval, request, now)) {
      case Decision.Persist persist
          when persist.events().getFirst() instanceof ApprovalEvent.Requested asked ->
          Optional.of(Decision.persist(refusal, asked));
      case Decision other -> Optional.of(other);
    };
  }

  private static RunEvent denied(
      PlannedStep planned, UnitId unit, Verdict verdict, List<Crossing> crossings) {
    if (AgentPlan.callNumber(planned.id()) > 0) return new AgentEvent.CallDenied(unit, verdict);
    String why = crossings.stream().map(LabelText::of).collect(Collectors.joining("; "));
    return new RunEvent.PolicyViolated(
        unit,
        planned.uses(),
        verdict,
        "step " + unit + " may not use " + planned.uses() + ": " + verdict.code() + ": " + why);
  }

  /** Whether somebody approved exactly this content (invariant 5, IF-11). */
  private static boolean granted(
      RunState state, Optional<String> approval, StepCommand.RequestPermit request) {
    return approval
        .map(id -> state.approvals().get(id))
        .filter(a -> a.outcome() == ApprovalState.Outcome.GRANTED)
        .filter(a -> a.request().contentHash().equals(request.contentHash()))
        .filter(a -> a.request().args().equals(request.args()))
        .isPresent();
  }

  /** What is not granted as it is, is asked for; anything else would be another content. */
  private static Decision gated(
      RunState state,
      PlannedStep planned,
      Optional<String> approval,
      StepCommand.RequestPermit request,
      Instant now) {
    if (granted(state, approval, request)) return budget(state, planned, approval, request);
    Gate gate = FlowCheck.gate(planned).orElseThrow();
    var requested =
        new ApprovalEvent.Requested(
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
      StepCommand.RequestPermit request) {
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
    if (planned.kind() == StepKind.JOB) {
      return Decision.persist(ChildDecisions.started(state, planned, approval, request));
    }
    int attempt = state.unit(request.unit()).tries().started() + 1;
    return Decision.persist(
        new StepEvent.AttemptStarted(
            request.unit(),
            attempt,
            request.lease(),
            state.submitted().run().idempotencyKey(request.unit()),
            request.args(),
            request.argsHash(),
            request.worstCase(),
            request.verdict(),
            approval,
            request.pins(),
            planned.sink().map(_ -> request.flows().map(Flows::whole).orElse(Label.UNLABELLED))));
  }

  /** An agent's own limit of tokens holds before a call, too, not only after it. */
  private static Optional<Decision> aboveItsOwn(
      RunState state, PlannedStep planned, StepCommand.RequestPermit request) {
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

  private static String rationale(Pot pot, StepCommand.RequestPermit request) {
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

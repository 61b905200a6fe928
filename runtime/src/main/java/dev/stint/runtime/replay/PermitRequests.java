package dev.stint.runtime.replay;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.ChildDecisions;
import dev.stint.runtime.decision.StepCommand.RequestPermit;
import dev.stint.runtime.label.Flows;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The permit that a step must have asked for, from what came of it. Pure. */
final class PermitRequests {
  private static final Verdict ALLOWED = Verdict.allow("", "");

  /** Of a request whose labels its event does not show: none that stood in its way. */
  private static final Optional<Flows> NOTHING = Optional.of(Flows.recorded(Label.SYSTEM));

  private PermitRequests() {}

  static RequestPermit granted(RunState state, StepEvent.AttemptStarted e) {
    Optional<ApprovalState> grant = e.approval().map(state.approvals()::get);
    return new RequestPermit(
        e.unit(),
        e.lease(),
        e.args(),
        e.argsHash(),
        "",
        grant.map(g -> g.request().contentHash()).orElse(""),
        "",
        e.reserved(),
        0,
        e.verdict(),
        e.pins(),
        e.label().map(Flows::recorded));
  }

  static RequestPermit delegated(RunState state, PlanEvent.ChildStarted e) {
    Optional<ApprovalState> grant = e.approval().map(state.approvals()::get);
    return new RequestPermit(
        e.unit(),
        "",
        e.args(),
        e.argsHash(),
        "",
        grant.map(g -> g.request().contentHash()).orElse(""),
        "",
        e.reserved(),
        0,
        e.verdict(),
        Map.of(ChildDecisions.RUN, e.run().value()),
        e.label().map(Flows::recorded));
  }

  static RequestPermit gated(ApprovalEvent.Requested e) {
    return new RequestPermit(
        e.unit(),
        "",
        e.args(),
        "",
        e.content(),
        e.contentHash(),
        e.approval(),
        0,
        0,
        ALLOWED,
        Map.of(),
        NOTHING);
  }

  /** A permit that was refused, or asked a person for, because of where values come from. */
  static RequestPermit crossing(StepEvent.FlowRefused e, Optional<ApprovalEvent.Requested> asked) {
    var labels = new TreeMap<String, Label>();
    Label context = Label.SYSTEM;
    for (Crossing crossing : e.crossings()) {
      if (crossing.parameter().equals(Crossing.CONTEXT)) {
        context = context.join(crossing.label());
      } else {
        labels.merge(crossing.parameter(), crossing.label(), Label::join);
      }
    }
    return new RequestPermit(
        e.unit(),
        "",
        asked.map(ApprovalEvent.Requested::args).orElse(""),
        "",
        asked.map(ApprovalEvent.Requested::content).orElse(""),
        asked.map(ApprovalEvent.Requested::contentHash).orElse(""),
        asked.map(ApprovalEvent.Requested::approval).orElse(""),
        0,
        0,
        ALLOWED,
        Map.of(),
        Optional.of(new Flows(context, labels)));
  }

  static RequestPermit denied(RunEvent.PolicyViolated e) {
    return of(e.unit(), Optional.empty(), 0, 0, e.verdict());
  }

  static RequestPermit denied(UnitId unit, Verdict verdict) {
    return of(unit, Optional.empty(), 0, 0, verdict);
  }

  static RequestPermit needing(RunState state, UnitId unit, long worstCase) {
    return of(unit, grant(state, unit), worstCase, 0, ALLOWED);
  }

  static RequestPermit tooMuch(RunState state, RunEvent.BudgetExhausted e) {
    return of(e.unit(), grant(state, e.unit()), e.needed(), 0, ALLOWED);
  }

  static RequestPermit aboveTheTail(RunState state, String step) {
    long needed = state.pot().availableWithTail() + 1;
    return of(UnitId.of(step), Optional.empty(), needed, 0, ALLOWED);
  }

  static RequestPermit sleeping(StepEvent.WaitStarted e, Instant at) {
    long waitMs = Duration.between(at, e.until()).toMillis();
    return of(e.unit(), Optional.empty(), 0, waitMs, ALLOWED);
  }

  private static RequestPermit of(
      UnitId unit, Optional<ApprovalState> grant, long worstCase, long waitMs, Verdict verdict) {
    return new RequestPermit(
        unit,
        "",
        grant.map(g -> g.request().args()).orElse(""),
        "",
        "",
        grant.map(g -> g.request().contentHash()).orElse(""),
        "",
        worstCase,
        waitMs,
        verdict,
        Map.of(),
        NOTHING);
  }

  private static Optional<ApprovalState> grant(RunState state, UnitId unit) {
    return state.unit(unit) instanceof UnitState.Ready ready
        ? ready.approval().map(state.approvals()::get)
        : Optional.empty();
  }
}

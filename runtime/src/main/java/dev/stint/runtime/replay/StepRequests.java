package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.decision.ChildDecisions;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.decision.StepCommand.RequestPermit;
import dev.stint.runtime.label.FlowCheck;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Intentions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Computes what a step asked for once more, from the recorded inputs and outputs before it, and
 * holds the record to it. Performs nothing. Belongs to one replay.
 */
final class StepRequests {
  private final Intentions intentions;
  private final RunValues values;
  private final PreparedAgain again;

  StepRequests(Intentions intentions, RunValues values) {
    this.intentions = intentions;
    this.values = values;
    this.again = new PreparedAgain(intentions, values);
  }

  Regenerated evaluated(RunState state, String step, RunCommand asked) {
    try {
      values.read(state.submitted().run(), state.submitted().inputs());
      return Regenerated.compare("", intentions.evaluate(state, step), asked);
    } catch (MissingValueException _) {
      return PreparedAgain.erased(); // an evaluation would only say that it failed
    }
  }

  Regenerated granted(RunState state, StepEvent.AttemptStarted e) {
    return again.compare(
        state,
        e.unit(),
        e.pins(),
        asks ->
            Regenerated.all(
                Regenerated.compare("verdict", asks.request().verdict(), e.verdict()),
                Regenerated.compare("pins", asks.request().pins(), e.pins()),
                again.arguments(state, asks, e.args(), e.argsHash()),
                Regenerated.compare("label", asks.request().flows().map(Flows::whole), e.label()),
                flows(state, e, asks.request()),
                Regenerated.compare("reserved", asks.request().worstCase(), e.reserved())));
  }

  /** What is not trusted enough has a person's leave, or no permit. */
  private static Regenerated flows(RunState state, StepEvent.AttemptStarted e, RequestPermit asks) {
    List<Crossing> crossings = crossings(state, e.unit(), asks);
    boolean excused =
        e.approval().isPresent() && FlowCheck.asks(state.plan().step(e.step()), crossings);
    return crossings.isEmpty() || excused || state.submitted().dryRun()
        ? new Regenerated.Same()
        : new Regenerated.Differs("", "step.flow_refused " + crossings, "a permit");
  }

  private static List<Crossing> crossings(RunState state, UnitId unit, RequestPermit asks) {
    PlannedStep planned = state.plan().step(unit.step());
    return asks.flows().map(f -> FlowCheck.of(planned, f)).orElse(List.of());
  }

  Regenerated crossing(
      RunState state, StepEvent.FlowRefused e, Optional<ApprovalEvent.Requested> asked) {
    Regenerated refused =
        again.compare(
            state,
            e.unit(),
            Map.of(),
            asks ->
                Regenerated.compare(
                    "crossings", crossings(state, e.unit(), asks.request()), e.crossings()));
    return asked.isEmpty() ? refused : Regenerated.all(refused, gated(state, asked.get()));
  }

  Regenerated delegated(RunState state, PlanEvent.ChildStarted e) {
    return again.compare(
        state,
        e.unit(),
        Map.of(),
        asks ->
            Regenerated.all(
                Regenerated.compare("verdict", asks.request().verdict(), e.verdict()),
                Regenerated.compare(
                    "run", asks.request().pins().get(ChildDecisions.RUN), e.run().value()),
                again.arguments(state, asks, e.args(), e.argsHash()),
                Regenerated.compare("reserved", asks.request().worstCase(), e.reserved())));
  }

  Regenerated gated(RunState state, ApprovalEvent.Requested e) {
    RunId run = state.submitted().run();
    return again.compare(
        state,
        e.unit(),
        Map.of(),
        asks ->
            Regenerated.all(
                again.arguments(state, asks, e.args(), hash(run, e.args())),
                Regenerated.compare("contentHash", asks.request().contentHash(), e.contentHash()),
                shown(run, e)));
  }

  /** An edit's arguments are a person's; that they are what is shown and hashed can be checked. */
  Regenerated edited(RunState state, ApprovalEvent.Requested e) {
    RunId run = state.submitted().run();
    try {
      JsonNode shown = values.read(run, e.content()).path("args");
      return Regenerated.all(
          shown(run, e), Regenerated.compare("args", shown, values.read(run, e.args())));
    } catch (MissingValueException _) {
      return PreparedAgain.erased();
    }
  }

  Regenerated denied(RunState state, RunEvent.PolicyViolated e) {
    return denied(state, e.unit(), e.verdict());
  }

  Regenerated denied(RunState state, UnitId unit, Verdict verdict) {
    return again.compare(
        state,
        unit,
        Map.of(),
        asks ->
            verdict.code().equals(PreparedAgain.DRIFT) && asks.request().verdict().allowed()
                ? new Regenerated.NotHere("a tool as it was then")
                : Regenerated.compare("verdict", asks.request().verdict(), verdict));
  }

  /** That a model's recorded reply leads where the record says. */
  Regenerated led(
      RunState state, StepEvent.AttemptSucceeded e, Optional<StepCommand.Reply> recorded) {
    try {
      var asked = intentions.leads(state, e.unit(), e.output()).map(StepRequests::wishes);
      return Regenerated.compare("reply", asked, recorded.map(StepRequests::wishes));
    } catch (MissingValueException _) {
      return PreparedAgain.erased();
    }
  }

  /** The effect of a tool outside the envelope is this node's knowledge, not the reply's. */
  private static List<String> wishes(StepCommand.Reply reply) {
    List<String> wishes = new ArrayList<>(List.of(reply.leads().name()));
    reply.calls().forEach(call -> wishes.add(call.tool() + " " + call.hash()));
    return wishes;
  }

  Regenerated tooMuch(RunState state, RunEvent.BudgetExhausted e) {
    return again.compare(
        state,
        e.unit(),
        Map.of(),
        asks -> Regenerated.compare("needed", asks.request().worstCase(), e.needed()));
  }

  /** Between computing a wait and asking for it time passes: a sleep is never too short. */
  Regenerated sleeping(RunState state, StepEvent.WaitStarted e, Instant at) {
    return again.compare(
        state,
        e.unit(),
        Map.of(),
        asks -> {
          long recorded = Duration.between(at, e.until()).toMillis();
          long least = asks.request().waitMs();
          return recorded >= least
              ? new Regenerated.Same()
              : new Regenerated.Differs(
                  "until", "at least " + at.plusMillis(least), e.until() + "");
        });
  }

  Regenerated failed(RunState state, StepEvent.Failed e) {
    if (!state.steps().get(e.step()).expanded()) {
      return evaluated(state, e.step(), new StepCommand.FailStep(e.step(), e.failure()));
    }
    if (e.failure().code().equals("internal_error")) {
      return new Regenerated.NotHere("a step that broke in its node");
    }
    String found = e.failure().code();
    String asked = "a permit";
    for (UnitId unit : tried(state, e.step())) {
      try {
        intentions.prepare(state, unit);
      } catch (ActivityException failure) {
        if (failure.failure().code().equals(found)) return new Regenerated.Same();
        asked = failure.failure().code();
      } catch (MissingValueException _) {
        return PreparedAgain.erased();
      }
    }
    return new Regenerated.Differs("failure.code", asked, found);
  }

  /** The units of the step; of an agent's, its turn. */
  private static List<UnitId> tried(RunState state, String step) {
    AgentState agent = state.agents().get(step);
    if (agent != null && !agent.over()) return List.of(UnitId.of(agent.turnId()));
    StepState own = state.steps().get(step);
    return IntStream.range(0, own.units().size()).mapToObj(own::unitId).toList();
  }

  Regenerated aboveTheTail(RunState state, StepEvent.Failed e) {
    long tail = state.pot().availableWithTail();
    return again.compare(
        state,
        UnitId.of(e.step()),
        Map.of(),
        asks ->
            asks.request().worstCase() > tail
                ? new Regenerated.Same()
                : new Regenerated.Differs(
                    "",
                    "a permit, because " + asks.request().worstCase() + " tokens fit " + tail,
                    "step.failed tail_too_small"));
  }

  private Regenerated shown(RunId run, ApprovalEvent.Requested e) {
    ObjectNode content = values.read(run, e.content()).deepCopy();
    content.remove("show");
    return Regenerated.compare("contentHash", CanonicalJson.sha256(content), e.contentHash());
  }

  private String hash(RunId run, String commit) {
    return CanonicalJson.sha256(values.read(run, commit));
  }
}

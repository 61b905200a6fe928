package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.decision.ChildDecisions;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunCommand.RequestPermit;
import dev.stint.runtime.label.FlowCheck;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Intentions;
import dev.stint.runtime.step.Preparation;
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
  /** What a tool declares is known to its node alone, and may change. */
  private static final String DRIFT = "tool_drift";

  private final Intentions intentions;
  private final RunValues values;

  StepRequests(Intentions intentions, RunValues values) {
    this.intentions = intentions;
    this.values = values;
  }

  Regenerated evaluated(RunState state, String step, RunCommand asked) {
    try {
      values.read(state.submitted().run(), state.submitted().inputs());
      return Regenerated.compare("", intentions.evaluate(state, step), asked);
    } catch (MissingValueException _) {
      return erased(); // an evaluation would only say that it failed
    }
  }

  Regenerated granted(RunState state, RunEvent.AttemptStarted e) {
    return prepared(
        state,
        e.unit(),
        e.pins(),
        asks ->
            Regenerated.all(
                Regenerated.compare("verdict", asks.request().verdict(), e.verdict()),
                Regenerated.compare("pins", asks.request().pins(), e.pins()),
                arguments(state, asks, e.args(), e.argsHash()),
                Regenerated.compare("label", asks.request().flows().map(Flows::whole), e.label()),
                flows(state, e, asks.request()),
                Regenerated.compare("reserved", asks.request().worstCase(), e.reserved())));
  }

  /** What is not trusted enough has a person's leave, or no permit. */
  private static Regenerated flows(RunState state, RunEvent.AttemptStarted e, RequestPermit asks) {
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
      RunState state, RunEvent.FlowRefused e, Optional<RunEvent.ApprovalRequested> asked) {
    Regenerated refused =
        prepared(
            state,
            e.unit(),
            Map.of(),
            asks ->
                Regenerated.compare(
                    "crossings", crossings(state, e.unit(), asks.request()), e.crossings()));
    return asked.isEmpty() ? refused : Regenerated.all(refused, gated(state, asked.get()));
  }

  Regenerated delegated(RunState state, PlanEvent.ChildStarted e) {
    return prepared(
        state,
        e.unit(),
        Map.of(),
        asks ->
            Regenerated.all(
                Regenerated.compare("verdict", asks.request().verdict(), e.verdict()),
                Regenerated.compare(
                    "run", asks.request().pins().get(ChildDecisions.RUN), e.run().value()),
                arguments(state, asks, e.args(), e.argsHash()),
                Regenerated.compare("reserved", asks.request().worstCase(), e.reserved())));
  }

  Regenerated gated(RunState state, RunEvent.ApprovalRequested e) {
    RunId run = state.submitted().run();
    return prepared(
        state,
        e.unit(),
        Map.of(),
        asks ->
            Regenerated.all(
                arguments(state, asks, e.args(), hash(run, e.args())),
                Regenerated.compare("contentHash", asks.request().contentHash(), e.contentHash()),
                shown(run, e)));
  }

  /** An edit's arguments are a person's; that they are what is shown and hashed can be checked. */
  Regenerated edited(RunState state, RunEvent.ApprovalRequested e) {
    RunId run = state.submitted().run();
    try {
      JsonNode shown = values.read(run, e.content()).path("args");
      return Regenerated.all(
          shown(run, e), Regenerated.compare("args", shown, values.read(run, e.args())));
    } catch (MissingValueException _) {
      return erased();
    }
  }

  Regenerated denied(RunState state, RunEvent.PolicyViolated e) {
    return denied(state, e.unit(), e.verdict());
  }

  Regenerated denied(RunState state, UnitId unit, Verdict verdict) {
    return prepared(
        state,
        unit,
        Map.of(),
        asks ->
            verdict.code().equals(DRIFT) && asks.request().verdict().allowed()
                ? new Regenerated.NotHere("a tool as it was then")
                : Regenerated.compare("verdict", asks.request().verdict(), verdict));
  }

  /** That a model's recorded reply leads where the record says. */
  Regenerated led(
      RunState state, RunEvent.AttemptSucceeded e, Optional<RunCommand.Reply> recorded) {
    try {
      var asked = intentions.leads(state, e.unit(), e.output()).map(StepRequests::wishes);
      return Regenerated.compare("reply", asked, recorded.map(StepRequests::wishes));
    } catch (MissingValueException _) {
      return erased();
    }
  }

  /** The effect of a tool outside the envelope is this node's knowledge, not the reply's. */
  private static List<String> wishes(RunCommand.Reply reply) {
    List<String> wishes = new ArrayList<>(List.of(reply.leads().name()));
    reply.calls().forEach(call -> wishes.add(call.tool() + " " + call.hash()));
    return wishes;
  }

  Regenerated tooMuch(RunState state, RunEvent.BudgetExhausted e) {
    return prepared(
        state,
        e.unit(),
        Map.of(),
        asks -> Regenerated.compare("needed", asks.request().worstCase(), e.needed()));
  }

  /** Between computing a wait and asking for it time passes: a sleep is never too short. */
  Regenerated sleeping(RunState state, RunEvent.WaitStarted e, Instant at) {
    return prepared(
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

  Regenerated failed(RunState state, RunEvent.StepFailed e) {
    if (!state.steps().get(e.step()).expanded()) {
      return evaluated(state, e.step(), new RunCommand.FailStep(e.step(), e.failure()));
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
        return erased();
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

  Regenerated aboveTheTail(RunState state, RunEvent.StepFailed e) {
    long tail = state.pot().availableWithTail();
    return prepared(
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

  private interface Comparison {
    Regenerated of(Preparation asks);
  }

  private Regenerated prepared(
      RunState state, UnitId unit, Map<String, String> pins, Comparison comparison) {
    try {
      Preparation asks = intentions.prepare(state, unit);
      return otherTool(asks.request(), pins)
          ? new Regenerated.NotHere("a version of a tool that this node does not have")
          : comparison.of(asks);
    } catch (ActivityException e) {
      return switch (e.failure().code()) {
        case "model_unknown" -> new Regenerated.NotHere("a model that this node does not have");
        case "tool_unknown", "tool_version_unknown" ->
            new Regenerated.NotHere("a version of a tool that this node does not have");
        default -> new Regenerated.Differs("", "step.failed " + e.getMessage(), "a permit");
      };
    } catch (MissingValueException _) {
      return erased();
    } catch (PayloadException e) {
      return e.code().equals("payload_damaged")
          ? new Regenerated.Differs("", "values that fit the record", e.getMessage())
          : new Regenerated.NotHere("values whose key this node does not have");
    } catch (IllegalStateException e) {
      return new Regenerated.Differs("", "values that fit the record", e.getMessage());
    }
  }

  private static boolean otherTool(RequestPermit asks, Map<String, String> pins) {
    if (asks.verdict().code().equals(DRIFT) && pins.containsKey("tool_hash")) return true;
    String recorded = pins.get("tool_version");
    if (recorded == null) return false;
    return !recorded.equals(asks.pins().get("tool_version"))
        && !asks.verdict().code().equals("tool_not_allowed")
        && !asks.verdict().code().equals("citations_unchecked");
  }

  private static Regenerated erased() {
    return new Regenerated.NotHere("values that were erased");
  }

  private Regenerated arguments(RunState state, Preparation asks, String commit, String hash) {
    JsonNode recorded = values.read(state.submitted().run(), commit);
    String stored = CanonicalJson.sha256(recorded);
    if (!stored.equals(hash)) return new Regenerated.Differs("argsHash", stored, hash);
    if (asks.request().argsHash().equals(hash)) return new Regenerated.Same();
    if (RedactionMarks.equalBut(asks.args(), recorded)) {
      return new Regenerated.NotHere("marks of redaction, which need the secret of their node");
    }
    return JsonDifference.between(asks.args(), recorded)
        .<Regenerated>map(d -> new Regenerated.Differs("args" + d.path(), d.expected(), d.found()))
        .orElseGet(() -> new Regenerated.Differs("argsHash", asks.request().argsHash(), hash));
  }

  private Regenerated shown(RunId run, RunEvent.ApprovalRequested e) {
    ObjectNode content = values.read(run, e.content()).deepCopy();
    content.remove("show");
    return Regenerated.compare("contentHash", CanonicalJson.sha256(content), e.contentHash());
  }

  private String hash(RunId run, String commit) {
    return CanonicalJson.sha256(values.read(run, commit));
  }
}

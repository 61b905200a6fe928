package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.expression.ExpressionException;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.activity.KindActivity.Intent;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.label.FlowCheck;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.label.RunLabels;
import dev.stint.runtime.step.Activity;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Answered;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.step.Preparation;
import dev.stint.runtime.tool.CallFate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Prepares and performs steps by their kind. Thread-safe. */
public final class RunActivity implements Activity {
  private final Function<JobRef, CompiledJob> jobs;
  private final RunValues values;
  private final Map<StepKind, KindActivity> kinds;
  private final RunRedaction redaction;
  private final boolean computesAhead;
  private final MadePlans made;

  /**
   * @param jobs the job that a run is pinned to
   */
  public RunActivity(Function<JobRef, CompiledJob> jobs, RunValues values, Activities activities) {
    this(jobs, values, activities, true);
  }

  /**
   * @param computesAhead whether steps that only compute may be done before their permit is durable
   */
  public RunActivity(
      Function<JobRef, CompiledJob> jobs,
      RunValues values,
      Activities activities,
      boolean computesAhead) {
    this.computesAhead = computesAhead;
    this.jobs = jobs;
    this.values = values;
    this.kinds = activities.byKind();
    this.redaction = activities.ports().redaction();
    this.made = new MadePlans(activities.ports());
  }

  /** The run's job; with the steps of the plan that a model made, once that is fixed. */
  private CompiledJob job(RunState state) {
    CompiledJob own = jobs.apply(state.submitted().job());
    return state.course().made().isEmpty()
        ? own
        : made.of(own, state.submitted().run(), state.course().made().get().document());
  }

  @Override
  public StepCommand evaluate(RunState state, String step) {
    try {
      CompiledJob job = job(state);
      if (step.equals(PlannerSpec.PLAN)) return made.fix(state, job);
      PlannedStep planned = state.plan().step(step);
      String own = Iteration.own(step);
      if (BlockProgress.toJudge(state, planned)) return judge(state, planned, job);
      JsonNode scope = StepScope.base(state, step, job.reads(own), values);
      if (!job.when(own, scope).orElse(true)) {
        return new StepCommand.SkipStep(step, "its condition is false");
      }
      if (planned.kind() == StepKind.BRANCH) {
        return new StepCommand.TakeBranch(step, job.arm(own, scope));
      }
      return new StepCommand.Expand(step, planned.forEach() ? job.items(own, scope).size() : 1);
    } catch (ExpressionException e) {
      return new StepCommand.FailStep(step, Failure.terminal(e.code(), e.getMessage()));
    } catch (RuntimeException e) {
      return new StepCommand.FailStep(
          step, Failure.terminal("evaluation_failed", String.valueOf(e.getMessage())));
    }
  }

  private StepCommand judge(RunState state, PlannedStep loop, CompiledJob job) {
    int iteration = state.course().loops().get(loop.id()).iteration();
    String own = Iteration.own(loop.id());
    String at = loop.id() + "~" + iteration;
    JsonNode scope = StepScope.base(state, at, job.loopReads(own), values);
    return new StepCommand.JudgeLoop(loop.id(), iteration, job.loopDone(own, scope));
  }

  @Override
  public Preparation prepare(RunState state, UnitId unit) throws ActivityException {
    StepScope scope = StepScope.of(state, unit, job(state), values);
    try {
      KindActivity kind = kinds.get(scope.planned().kind());
      Optional<ApprovalState> granted = granted(state, unit);
      if (granted.isPresent()) {
        String commit = granted.get().request().args();
        JsonNode args = values.read(state.submitted().run(), commit);
        return request(scope, kind.intendApproved(scope, args), kind, Optional.of(commit));
      }
      return request(scope, kind.intend(scope), kind, Optional.empty());
    } catch (ExpressionException e) {
      throw redaction.apply(scope, ActivityException.terminal(e.code(), e.getMessage()));
    } catch (ActivityException e) {
      throw redaction.apply(scope, e);
    }
  }

  @Override
  public Optional<StepCommand.Reply> leads(RunState state, UnitId turn, String output) {
    StepScope scope = StepScope.of(state, turn, job(state), values);
    if (scope.planned().kind() != StepKind.TURN) return Optional.empty();
    return Optional.of(
        Replies.leads(
            scope,
            values.read(state.submitted().run(), output),
            ((TurnActivity) kinds.get(StepKind.TURN)).tools()));
  }

  @Override
  public Answered query(RunState state, UnitId unit, int query) throws InterruptedException {
    StepScope scope = StepScope.of(state, unit, job(state), values);
    RunId run = state.submitted().run();
    String uses = scope.planned().uses();
    try {
      JsonNode args = values.read(run, doubt(state, unit).args().orElseThrow());
      KindActivity kind = kinds.get(scope.planned().kind());
      return switch (kind.query(scope, args, run.idempotencyKey(unit))) {
        case CallFate.Happened happened ->
            Answered.happened(
                unit,
                query,
                values.payload(happened.result().output()),
                uses + " says that it happened");
        case CallFate.DidNotHappen _ ->
            Answered.without(
                unit,
                query,
                DoubtCommand.Answer.DID_NOT_HAPPEN,
                uses + " says that it did not happen");
        case CallFate.Unknown unknown ->
            Answered.without(unit, query, DoubtCommand.Answer.UNKNOWN, unknown.why());
      };
    } catch (ActivityException e) {
      Failure failure = redaction.apply(scope, e).failure();
      boolean later = failure.kind() == Failure.Kind.RETRYABLE;
      return Answered.without(
          unit,
          query,
          later ? DoubtCommand.Answer.UNREACHABLE : DoubtCommand.Answer.UNKNOWN,
          failure.code() + ": " + failure.message());
    }
  }

  private static UnitState.InDoubt doubt(RunState state, UnitId unit) {
    return (UnitState.InDoubt) state.unit(unit);
  }

  private static Optional<ApprovalState> granted(RunState state, UnitId unit) {
    return state.unit(unit) instanceof UnitState.Ready ready
        ? ready.approval().map(state.approvals()::get)
        : Optional.empty();
  }

  private Preparation request(
      StepScope scope, Intent intent, KindActivity kind, Optional<String> approvedArgs) {
    List<Payload> payloads = new ArrayList<>();
    byte[] body = CanonicalJson.bytes(intent.args());
    String args =
        approvedArgs.orElseGet(() -> {
          Payload payload = values.payload(intent.args(), body);
          payloads.add(payload);
          return payload.commit();
        });
    String content = "";
    String contentHash = "";
    Optional<Flows> flows = new RunLabels(scope.state(), scope.job()).flows(scope.unit());
    boolean gated = gated(scope, flows) && !scope.state().submitted().dryRun();
    if (gated) {
      ObjectNode shown =
          ApprovalContent.of(scope.state(), scope.unit(), intent.args(), intent.pins(), flows);
      contentHash = CanonicalJson.sha256(shown);
      ObjectNode display = shown.deepCopy();
      display.set("show", kind.shown(scope));
      Payload payload = values.payload(display);
      content = payload.commit();
      payloads.add(payload);
    }
    return new Preparation(
        new StepCommand.RequestPermit(
            scope.unit(),
            UUID.randomUUID().toString(),
            args,
            Sha256.hex(body),
            content,
            contentHash,
            gated ? "apr-" + UUID.randomUUID().toString().substring(0, 13) : "",
            intent.worstCase(),
            intent.waitMs(),
            intent.verdict(),
            intent.pins(),
            flows),
        intent.args(),
        payloads);
  }

  /** Whether a person is, or was, asked: always, or because of where values come from. */
  private static boolean gated(StepScope scope, Optional<Flows> flows) {
    return scope.planned().gate().isPresent()
        || granted(scope.state(), scope.unit()).isPresent()
        || flows
            .filter(f -> FlowCheck.asks(scope.planned(), FlowCheck.of(scope.planned(), f)))
            .isPresent();
  }

  @Override
  public boolean computesOnly(RunState state, UnitId unit) {
    if (!computesAhead) return false;
    PlannedStep planned = state.plan().step(unit.step());
    return kinds.get(planned.kind()).computesOnly(jobs.apply(state.submitted().job()), planned);
  }

  @Override
  public Outcome perform(
      RunState state, AttemptStarted permit, Preparation preparation, EffectGate gate)
      throws ActivityException, InterruptedException {
    StepScope scope = StepScope.of(state, permit.unit(), job(state), values);
    try {
      JsonNode args = preparation.args();
      return kinds
          .get(scope.planned().kind())
          .perform(scope, permit, args, gate)
          .bringing(new RunLabels(state, scope.job()).brings(permit.unit(), args));
    } catch (ExpressionException e) {
      throw redaction.apply(scope, ActivityException.terminal(e.code(), e.getMessage()));
    } catch (ActivityException e) {
      throw redaction.apply(scope, e);
    }
  }
}

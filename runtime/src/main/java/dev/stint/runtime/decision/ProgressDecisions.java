package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run's own steps report. Pure. */
final class ProgressDecisions {
  private static final long LONGEST_ASKED_MS = Duration.ofHours(1).toMillis();

  /** How codes of such failures end. */
  private static final List<String> MEANS_LATER = List.of("_rate_limited", "_unavailable", "_busy");

  /** Code of the failure of a call whose result held a secret of this node. */
  private static final String SECRET_ECHO = "secret_echo";

  private ProgressDecisions() {}

  static Decision decide(RunState state, StepCommand command, Instant now) {
    return switch (command) {
      case StepCommand.Expand expand ->
          open(state, expand.step()) && state.plan().step(expand.step()).kind() != StepKind.BRANCH
              ? Decision.persist(new StepEvent.Expanded(expand.step(), expand.count()))
              : new Decision.Unchanged();
      case StepCommand.TakeBranch take ->
          open(state, take.step()) ? BlockDecisions.take(state, take) : new Decision.Unchanged();
      case StepCommand.JudgeLoop judge ->
          running(state) ? BlockDecisions.judge(state, judge) : new Decision.Unchanged();
      case StepCommand.FixPlan fix ->
          running(state) ? PlannerDecisions.fix(state, fix) : new Decision.Unchanged();
      case StepCommand.SkipStep skip ->
          open(state, skip.step())
              ? Decision.persist(new StepEvent.Skipped(skip.step(), skip.reason()))
              : new Decision.Unchanged();
      case StepCommand.FailStep fail ->
          running(state) && (undone(state, fail.step()) || PlannerDecisions.unusable(state, fail))
              ? Decision.persist(stepFailed(state, failing(state, fail.step()), fail.failure()))
              : new Decision.Unchanged();
      case StepCommand.RequestPermit request -> PermitDecisions.decide(state, request, now);
      case StepCommand.ReportSuccess report -> success(state, report);
      case StepCommand.ReportFailure report -> failure(state, report, now);
    };
  }

  /** A turn that cannot be had is the failure of its agent; a call's is for the model to hear. */
  static String failing(RunState state, String step) {
    return state.plan().step(step).kind() == StepKind.TURN ? AgentPlan.root(step) : step;
  }

  /** The failure of a step, escalated to the job's owner where the step asks for it. */
  static RunEvent stepFailed(RunState state, String step, Failure failure) {
    boolean escalate =
        state.plan().step(step).retry().onExhausted() == PlannedStep.OnExhausted.ESCALATE;
    return new StepEvent.Failed(
        step, failure, escalate ? Optional.of(state.submitted().owner()) : Optional.empty());
  }

  private static boolean running(RunState state) {
    return state.phase() instanceof Phase.Running;
  }

  /** A late report may name a turn or call that has left the plan. */
  private static boolean undone(RunState state, String id) {
    StepState step = state.steps().get(id);
    return step != null && !step.done();
  }

  private static boolean open(RunState state, String id) {
    return running(state) && undone(state, id) && !state.steps().get(id).expanded();
  }

  private static Decision success(RunState state, StepCommand.ReportSuccess report) {
    return fence(state, report.unit(), report.lease())
        .<Decision>map(Decision.Reject::new)
        .orElseGet(() -> succeeded(state, report));
  }

  private static Decision succeeded(RunState state, StepCommand.ReportSuccess report) {
    var succeeded =
        new StepEvent.AttemptSucceeded(
            report.unit(),
            report.lease(),
            report.output(),
            report.tokens(),
            report.tookMs(),
            report.artifacts(),
            report.pins(),
            label(state, report));
    String step = report.unit().step();
    PlannedStep planned = state.plan().step(step);
    if (planned.redo().isPresent()) return RedoDecisions.ended(state, planned, succeeded);
    if (planned.kind() != StepKind.TURN) return Decision.persist(succeeded);
    var reply = report.reply().orElse(new StepCommand.Reply(Leads.ANSWER, List.of()));
    return Decision.persist(succeeded, AgentDecisions.ended(state, step, reply));
  }

  /** What came out is made of what went in and of what came with it, and never less (IF-2). */
  private static Optional<Label> label(RunState state, StepCommand.ReportSuccess report) {
    return state.unit(report.unit()) instanceof UnitState.InFlight flight
        ? flight.label().map(in -> in.join(report.brings().orElse(Label.UNLABELLED)))
        : Optional.empty();
  }

  private static Decision failure(RunState state, StepCommand.ReportFailure report, Instant now) {
    Optional<Rejection> fenced = fence(state, report.unit(), report.lease());
    if (fenced.isPresent()) return Decision.reject(fenced.get());
    UnitState.InFlight flight = (UnitState.InFlight) state.unit(report.unit());
    long billed = report.tokens().orElse(flight.reserved());
    return switch (report.failure().kind()) {
      case IN_DOUBT ->
          Decision.persist(
              new StepEvent.AttemptInDoubt(
                  report.unit(), report.lease(), billed, report.failure().message()));
      case TERMINAL -> {
        RunEvent failed = attemptFailed(report, billed, Optional.empty());
        yield leaked(state, report)
            ? Decision.persist(failed, leak(state, report))
            : Decision.persist(failed);
      }
      case RETRYABLE -> {
        PlannedStep.Retry retry = state.plan().step(report.unit().step()).retry();
        int failures = flight.tries().failed() + 1;
        boolean goesOn = running(state) || state.phase() instanceof Phase.Paused;
        boolean again = failures < retry.maxFailures() && goesOn;
        yield Decision.persist(
            attemptFailed(
                report,
                billed,
                again
                    ? Optional.of(now.plusMillis(wait(retry, failures, report)))
                    : Optional.empty()));
      }
    };
  }

  /**
   * The backoff, or longer when the other side asks for it, within an hour. Only failures that mean
   * "later" may ask: of all others a record must show the wait that the plan says.
   */
  private static long wait(
      PlannedStep.Retry retry, int failures, StepCommand.ReportFailure report) {
    boolean later = MEANS_LATER.stream().anyMatch(report.failure().code()::endsWith);
    long asked = later ? report.retryAfter().map(Duration::toMillis).orElse(0L) : 0;
    return Math.max(retry.delayMs(failures), Math.min(asked, LONGEST_ASKED_MS));
  }

  private static RunEvent attemptFailed(
      StepCommand.ReportFailure report, long billed, Optional<Instant> retryAt) {
    return new StepEvent.AttemptFailed(
        report.unit(), report.lease(), report.failure(), billed, report.tookMs(), retryAt);
  }

  /** Whether something outside knows a secret that it should not: the run goes no further (A13). */
  private static boolean leaked(RunState state, StepCommand.ReportFailure report) {
    boolean goesOn = running(state) || state.phase() instanceof Phase.Paused;
    return goesOn && report.failure().code().equals(SECRET_ECHO);
  }

  private static RunEvent leak(RunState state, StepCommand.ReportFailure report) {
    Verdict verdict = Verdict.deny("secrets.echo", SECRET_ECHO, state.submitted().policyHash());
    String uses = state.plan().step(report.unit().step()).uses();
    return new RunEvent.PolicyViolated(report.unit(), uses, verdict, report.failure().message());
  }

  /** Only the live attempt's lease may end it: a superseded attempt changes nothing. */
  private static Optional<Rejection> fence(RunState state, UnitId unit, String lease) {
    boolean live =
        state
            .findUnit(unit)
            .filter(u -> u instanceof UnitState.InFlight flight && flight.lease().equals(lease))
            .isPresent();
    return live
        ? Optional.empty()
        : Optional.of(
            Rejection.stale(
                "attempt_superseded", "the attempt of " + unit + " no longer holds its lease"));
  }
}

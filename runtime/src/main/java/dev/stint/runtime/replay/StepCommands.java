package dev.stint.runtime.replay;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.DoubtCommand.Answer;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.SignalDecisions;
import dev.stint.runtime.decision.StepCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can have led to a fact about a step. Pure. */
final class StepCommands {
  private StepCommands() {}

  static List<RunCommand> of(RunState state, StepEvent event, List<Recorded> history, int at) {
    return switch (event) {
      case StepEvent.Expanded e -> List.of(new StepCommand.Expand(e.step(), e.count()));
      case StepEvent.BranchTaken e -> List.of(new StepCommand.TakeBranch(e.step(), e.arm()));
      case StepEvent.Skipped e -> List.of(new StepCommand.SkipStep(e.step(), e.reason()));
      case StepEvent.Failed e -> List.of(failed(state, e));
      case StepEvent.WaitStarted e -> List.of(PermitRequests.sleeping(e, history.get(at).at()));
      case StepEvent.AttemptStarted e -> List.of(PermitRequests.granted(state, e));
      case StepEvent.AttemptSucceeded e ->
          List.of(
              new StepCommand.ReportSuccess(
                  e.unit(),
                  e.lease(),
                  e.output(),
                  e.tokens(),
                  e.tookMs(),
                  e.artifacts(),
                  e.pins(),
                  AgentCommands.reply(history, at),
                  e.label()));
      case StepEvent.FlowRefused e -> List.of(PermitRequests.crossing(e, asked(history, at)));
      case StepEvent.AttemptFailed e ->
          List.of(
              new StepCommand.ReportFailure(
                  e.unit(),
                  e.lease(),
                  e.failure(),
                  Optional.of(e.tokens()),
                  e.tookMs(),
                  e.retryAt().map(again -> Duration.between(history.get(at).at(), again))),
              new RunCommand.Recovered());
      case StepEvent.AttemptLost _ -> ended(state, history, at);
      case StepEvent.AttemptInDoubt e -> inDoubt(state, e, history, at);
      case StepEvent.Reused _ -> List.of(); // stands behind a submission only
      case StepEvent.DoubtQueried e ->
          List.of(new DoubtCommand.QueryDoubt(e.unit()), new RunCommand.Recovered());
      case StepEvent.DoubtUnanswered e -> List.of(unanswered(e), new RunCommand.Recovered());
      case StepEvent.DoubtResolved e -> List.of(resolved(state, e));
    };
  }

  /** The approval that was asked for because of what the event says. */
  static Optional<ApprovalEvent.Requested> asked(List<Recorded> history, int at) {
    return at + 1 < history.size()
            && history.get(at + 1).event() instanceof ApprovalEvent.Requested asked
        ? Optional.of(asked)
        : Optional.empty();
  }

  private static RunCommand failed(RunState state, StepEvent.Failed e) {
    if (e.failure().code().equals(SignalDecisions.TIMEOUT)) return new RunCommand.Tick();
    boolean partial = state.plan().step(e.step()).kind() == StepKind.PARTIAL;
    return partial && e.failure().code().equals("tail_too_small")
        ? PermitRequests.aboveTheTail(state, e.step())
        : new StepCommand.FailStep(e.step(), e.failure());
  }

  private static RunCommand unanswered(StepEvent.DoubtUnanswered e) {
    Answer answer = e.retryAt().isPresent() ? Answer.UNREACHABLE : Answer.UNKNOWN;
    return new DoubtCommand.ReportQuery(e.unit(), e.query(), answer, "", e.message());
  }

  private static RunCommand resolved(RunState state, StepEvent.DoubtResolved e) {
    if (e.how().isEmpty()) {
      return new DoubtCommand.ResolveDoubt(e.unit(), e.happened(), e.output(), e.comment());
    }
    Answer answer = e.happened() ? Answer.HAPPENED : Answer.DID_NOT_HAPPEN;
    int query = state.unit(e.unit()) instanceof UnitState.InDoubt doubt ? doubt.queries() : 0;
    return new DoubtCommand.ReportQuery(e.unit(), query, answer, e.output(), e.comment());
  }

  /** Attempts end by themselves when their node died, or when they are interrupted. */
  private static List<RunCommand> ended(RunState state, List<Recorded> history, int at) {
    return state.phase() instanceof Phase.Stopping
        ? List.of(new RunCommand.Recovered(), LifecycleCommands.quiesced(state, history, at))
        : List.of(new RunCommand.Recovered());
  }

  private static List<RunCommand> inDoubt(
      RunState state, StepEvent.AttemptInDoubt e, List<Recorded> history, int at) {
    var reported =
        new StepCommand.ReportFailure(
            e.unit(),
            e.lease(),
            Failure.inDoubt("in_doubt", e.message()),
            Optional.of(e.tokens()),
            0,
            Optional.empty());
    return state.phase() instanceof Phase.Stopping
        ? List.of(
            reported, new RunCommand.Recovered(), LifecycleCommands.quiesced(state, history, at))
        : List.of(reported, new RunCommand.Recovered());
  }
}

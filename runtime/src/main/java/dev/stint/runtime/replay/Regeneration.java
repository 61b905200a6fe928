package dev.stint.runtime.replay;

import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.SignalDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.Intentions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Strict replay (RP: strict): every request of a step in a history is computed once more. Belongs
 * to one replay.
 *
 * <p>A step actor computes its request from the state it was started with, and asks for its permit
 * a moment later. So a request that does not fit the state of its permit is held against the states
 * before, as far back as the unit could have been started.
 */
final class Regeneration implements Redecision.Observer {
  private static final int LOOK_BACK = 500;

  private final List<Recorded> history;
  private final RecordedClock clock = new RecordedClock();
  private final StepRequests requests;
  private final Map<String, Long> same = new TreeMap<>();
  private final Map<String, Long> notHere = new TreeMap<>();
  private Optional<Divergence> divergence = Optional.empty();
  private long nanos;

  Regeneration(
      List<Recorded> history, Function<RecordedClock, Intentions> intentions, RunValues values) {
    this.history = history;
    this.requests = new StepRequests(intentions.apply(clock), values);
  }

  Map<String, Long> same() {
    return same;
  }

  Map<String, Long> notHere() {
    return notHere;
  }

  Optional<Divergence> divergence() {
    return divergence;
  }

  /** Time spent here. */
  long nanos() {
    return nanos;
  }

  @Override
  public void decided(Optional<RunState> before, RunCommand command, int from, int to) {
    if (before.isEmpty() || divergence.isPresent()) return;
    int at = from;
    RunEvent event = (RunEvent) history.get(at).event();
    if (event instanceof ApprovalEvent.Voided && to > from + 1) {
      at = from + 1; // an edit
      event = (RunEvent) history.get(at).event();
    }
    Optional<Function<RunState, Regenerated>> check = check(event, at, before.get());
    if (check.isEmpty()) return;
    long started = System.nanoTime();
    judge(at, event, before.get(), check.get());
    nanos += System.nanoTime() - started;
  }

  private Optional<Function<RunState, Regenerated>> check(RunEvent event, int at, RunState before) {
    return Optional.ofNullable(
        switch (event) {
          case StepEvent.Expanded e ->
              state ->
                  requests.evaluated(state, e.step(), new StepCommand.Expand(e.step(), e.count()));
          case StepEvent.BranchTaken e ->
              state ->
                  requests.evaluated(
                      state, e.step(), new StepCommand.TakeBranch(e.step(), e.arm()));
          case PlanEvent.LoopJudged e ->
              state ->
                  requests.evaluated(
                      state,
                      e.step(),
                      new StepCommand.JudgeLoop(e.step(), e.iteration(), e.done()));
          case PlanEvent.PlanFrozen e ->
              state ->
                  requests.evaluated(
                      state,
                      PlannerSpec.PLAN,
                      new StepCommand.FixPlan(e.document(), e.steps(), e.hash()));
          case PlanEvent.ChildStarted e -> state -> requests.delegated(state, e);
          case StepEvent.Skipped e ->
              state ->
                  requests.evaluated(
                      state, e.step(), new StepCommand.SkipStep(e.step(), e.reason()));
          case StepEvent.Failed e when partial(before, e) ->
              state -> requests.aboveTheTail(state, e);
          case StepEvent.Failed e when e.failure().code().equals(SignalDecisions.TIMEOUT) ->
              null; // time brought it
          case StepEvent.Failed e -> state -> requests.failed(state, e);
          case StepEvent.AttemptStarted e -> state -> requests.granted(state, e);
          case StepEvent.FlowRefused e ->
              state -> requests.crossing(state, e, StepCommands.asked(history, at));
          case StepEvent.AttemptSucceeded e when turn(before, e.step()) ->
              state -> requests.led(state, e, AgentCommands.reply(history, at));
          case AgentEvent.CallDenied e -> state -> requests.denied(state, e.unit(), e.verdict());
          case StepEvent.WaitStarted e ->
              state -> requests.sleeping(state, e, history.get(at).at());
          case ApprovalEvent.Requested e when e.editor().isPresent() ->
              state -> requests.edited(state, e);
          case ApprovalEvent.Requested e -> state -> requests.gated(state, e);
          case RunEvent.PolicyViolated e -> state -> requests.denied(state, e);
          case RunEvent.BudgetExhausted e -> state -> requests.tooMuch(state, e);
          default -> null; // what people, tools and time brought is not computed from anything
        });
  }

  private static boolean turn(RunState state, String step) {
    return state.plan().step(step).kind() == StepKind.TURN;
  }

  private static boolean partial(RunState state, StepEvent.Failed e) {
    return state.plan().step(e.step()).kind() == StepKind.PARTIAL
        && e.failure().code().equals("tail_too_small");
  }

  private void judge(
      int at, RunEvent event, RunState before, Function<RunState, Regenerated> check) {
    clock.set(history.get(at).at());
    Regenerated found = check.apply(before);
    if (found instanceof Regenerated.Differs && earlier(at, check)) found = new Regenerated.Same();
    String name = EventNames.of(event);
    switch (found) {
      case Regenerated.Same _ -> same.merge(name, 1L, Long::sum);
      case Regenerated.NotHere(String reason) -> notHere.merge(reason, 1L, Long::sum);
      case Regenerated.Differs(String field, String expected, String actual) ->
          divergence =
              Optional.of(
                  new Divergence(
                      at + 1L, field.isEmpty() ? name : name + "." + field, expected, actual));
    }
  }

  private boolean earlier(int at, Function<RunState, Regenerated> check) {
    List<RunState> states = new ArrayList<>();
    Optional<RunState> state = Optional.empty();
    for (int i = 0; i < at; i++) {
      state = Optional.of(RunFold.apply(state, history.get(i)));
      states.add(state.get());
    }
    int oldest = Math.max(0, states.size() - LOOK_BACK);
    for (int i = states.size() - 2; i >= oldest; i--) {
      clock.set(history.get(i).at());
      if (fits(check, states.get(i))) return true;
    }
    return false;
  }

  private static boolean fits(Function<RunState, Regenerated> check, RunState state) {
    try {
      return check.apply(state) instanceof Regenerated.Same;
    } catch (RuntimeException _) {
      return false; // before the unit, or what it reads, was there
    }
  }
}

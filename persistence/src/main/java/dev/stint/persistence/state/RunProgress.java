package dev.stint.persistence.state;

import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.TokenBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Questions about a run's progress that several readers ask. Pure. */
public final class RunProgress {
  private RunProgress() {}

  /** Whether everything the step depends on is done and nothing keeps it from starting. */
  public static boolean ready(RunState state, PlannedStep step) {
    StepState own = state.steps().get(step.id());
    if (own.done()) return false;
    return switch (step.kind()) {
      case PARTIAL -> state.pot().exhausted();
      case PROMPT, CHECK, APPROVAL, WAIT, SIGNAL, PLAN -> passable(state, step);
      case OUTPUTS -> passable(state, step) && madePlanDone(state);
      case BRANCH ->
          passable(state, step) && (!own.expanded() || BlockProgress.branchEnded(state, step.id()));
      case LOOP ->
          passable(state, step)
              && (!own.expanded()
                  || BlockProgress.toJudge(state, step)
                  || BlockProgress.loopEnded(state, step));
      case TOOL, TURN, JOB ->
          AgentPlan.grown(step.id())
              ? !state.pot().exhausted() && AgentProgress.ready(state, step)
              : passable(state, step);
      case AGENT ->
          passable(state, step) && (!own.expanded() || AgentProgress.ended(state, step.id()));
    };
  }

  private static boolean passable(RunState state, PlannedStep step) {
    return !state.pot().exhausted()
        && allPassed(state, step.dependsOn())
        && BlockProgress.open(state, step);
  }

  /** Whether an agent's first turn is due. */
  public static boolean mayBegin(RunState state, PlannedStep agent) {
    StepState own = state.steps().get(agent.id());
    return agent.kind() == StepKind.AGENT
        && own.expanded()
        && !own.done()
        && !state.agents().containsKey(agent.id())
        && passable(state, agent);
  }

  private static boolean allPassed(RunState state, List<String> dependencies) {
    for (String dependency : dependencies) {
      if (!passed(state, dependency)) return false;
    }
    return true;
  }

  private static boolean passed(RunState state, String awaited) {
    String dependency = RedoProgress.awaited(state, awaited);
    StepState step = state.steps().get(dependency);
    return step.done() && (step.failure().isEmpty() || tolerated(state, dependency));
  }

  private static boolean tolerated(RunState state, String step) {
    return state.plan().step(step).retry().onExhausted() == PlannedStep.OnExhausted.CONTINUE;
  }

  /**
   * Whether a model's plan is there, agreed to where people were to be asked, and not yet fixed.
   */
  public static boolean toFix(RunState state) {
    if (state.course().made().isPresent()) return false;
    boolean wanted = false;
    for (PlannedStep step : state.submitted().plan().steps()) {
      boolean first = step.kind() == StepKind.PLAN;
      boolean asks = step.kind() == StepKind.APPROVAL && step.id().equals(PlannerSpec.APPROVAL);
      String newest = RedoProgress.newest(state, step.id());
      if ((first || asks) && !state.steps().get(newest).succeeded()) return false;
      wanted |= first;
    }
    return wanted;
  }

  private static boolean madePlanDone(RunState state) {
    if (toFix(state)) return false;
    return state.course().made().stream()
        .flatMap(made -> made.steps().stream())
        .allMatch(step -> passed(state, step.id()));
  }

  /** Whether every step that counts is done. */
  public static boolean complete(RunState state) {
    boolean exhausted = state.pot().exhausted();
    if (!exhausted && toFix(state)) return false;
    for (PlannedStep step : state.plan().steps()) {
      boolean counts = exhausted == (step.kind() == StepKind.PARTIAL);
      if (counts && !state.steps().get(step.id()).done()) return false;
    }
    return true;
  }

  static RunStatus statusOfRunning(RunState state) {
    if (state.anyInFlight()) return RunStatus.RUNNING;
    boolean approval = false;
    boolean sleeping = false;
    boolean doubt = false;
    for (StepState step : state.steps().values()) {
      for (UnitState unit : step.units()) {
        switch (unit) {
          case UnitState.AwaitingApproval _ -> approval = true;
          case UnitState.Sleeping _ -> sleeping = true;
          case UnitState.InDoubt _ -> doubt = true;
          case UnitState.Ready _,
              UnitState.InFlight _,
              UnitState.Child _,
              UnitState.Succeeded _,
              UnitState.Failed _ -> {}
        }
      }
    }
    if (toFix(state)) return RunStatus.RUNNING;
    for (PlannedStep step : state.plan().steps()) {
      if (ready(state, step) && hasWork(step, state.steps().get(step.id()))) {
        return RunStatus.RUNNING;
      }
    }
    if (doubt) return RunStatus.IN_DOUBT;
    return approval || sleeping ? RunStatus.WAITING : RunStatus.RUNNING;
  }

  /** Whether nothing but child runs keeps the run going: it needs no place among those at work. */
  public static boolean delegates(RunState state) {
    if (!(state.phase() instanceof Phase.Running) || state.children().isEmpty()) return false;
    if (state.anyCallInFlight()) return false;
    for (PlannedStep step : state.plan().steps()) {
      if (ready(state, step) && hasWork(step, state.steps().get(step.id()))) return false;
    }
    return true;
  }

  private static boolean hasWork(PlannedStep planned, StepState step) {
    return !step.expanded() || step.units().stream().anyMatch(unit -> isWork(planned, unit));
  }

  private static boolean isWork(PlannedStep planned, UnitState unit) {
    return switch (unit) {
      case UnitState.Ready _ -> true;
      case UnitState.InDoubt doubt -> planned.queryable() && doubt.open();
      case UnitState.AwaitingApproval _,
          UnitState.Sleeping _,
          UnitState.InFlight _,
          UnitState.Child _,
          UnitState.Succeeded _,
          UnitState.Failed _ ->
          false;
    };
  }

  /** The next instant at which time alone changes something. */
  public static Optional<Instant> nextDeadline(RunState state) {
    if (state.finished()) return Optional.empty();
    Optional<Instant> first = runDeadline(state);
    for (AgentState agent : state.agents().values()) {
      first = earlier(first, AgentProgress.deadline(state, agent));
    }
    for (ApprovalState approval : state.approvals().values()) {
      if (approval.pending()) {
        first = earlier(first, Optional.of(approval.request().expiresAt()));
      }
    }
    for (StepState step : state.steps().values()) {
      for (UnitState unit : step.units()) first = earlier(first, due(unit));
    }
    return first;
  }

  private static Optional<Instant> due(UnitState unit) {
    return switch (unit) {
      case UnitState.Sleeping sleeping -> Optional.of(sleeping.until());
      case UnitState.Ready ready -> ready.notBefore();
      case UnitState.InDoubt doubt -> doubt.askAt();
      case UnitState.AwaitingApproval _,
          UnitState.InFlight _,
          UnitState.Child _,
          UnitState.Succeeded _,
          UnitState.Failed _ ->
          Optional.empty();
    };
  }

  private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    if (a.isEmpty() || b.isEmpty()) return a.isEmpty() ? b : a;
    return a.get().isBefore(b.get()) ? a : b;
  }

  /** When the run's time limit passes; never while it waits for a person whose time is free. */
  public static Optional<Instant> runDeadline(RunState state) {
    TokenBudget budget = state.submitted().budget();
    boolean stopping = state.phase() instanceof Phase.Stopping;
    if (budget.maxMs() <= 0 || stopping || state.finished()) return Optional.empty();
    Instant limit = state.submittedAt().plusMillis(budget.maxMs());
    if (budget.countWaiting()) return Optional.of(limit);
    Instant end = state.submittedAt();
    for (ApprovalState approval : state.approvals().values()) { // in the order they were requested
      if (approval.pending()) return Optional.empty();
      Instant from = approval.requestedAt().isAfter(end) ? approval.requestedAt() : end;
      Instant to = approval.decidedAt().orElse(from);
      if (to.isAfter(from)) {
        limit = limit.plus(Duration.between(from, to));
        end = to;
      }
    }
    return Optional.of(limit);
  }
}

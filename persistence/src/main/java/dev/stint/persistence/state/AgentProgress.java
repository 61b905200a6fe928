package dev.stint.persistence.state;

import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Questions about the progress of agents. Pure. */
public final class AgentProgress {
  private AgentProgress() {}

  /** Whether a turn or call may start: as many calls at once as the envelope says, in order. */
  static boolean ready(RunState state, PlannedStep step) {
    AgentState agent = state.agents().get(AgentPlan.root(step.id()));
    if (agent == null) return false;
    if (agent.closed().isPresent()) return doubted(state, step); // its tool may still be asked
    if (step.kind() == StepKind.TURN) return true;
    int busy = 0;
    for (int i = 1; i < AgentPlan.callNumber(step.id()); i++) {
      StepState earlier = state.steps().get(agent.turnId() + "." + i);
      if (earlier != null && !earlier.done()) busy++;
    }
    return busy < envelope(state, agent).maxParallel();
  }

  private static boolean doubted(RunState state, PlannedStep step) {
    return state.steps().get(step.id()).units().getFirst() instanceof UnitState.InDoubt;
  }

  /** Whether the agent is closed and nothing of it can still have an effect. */
  public static boolean ended(RunState state, String step) {
    AgentState agent = state.agents().get(step);
    return agent != null && agent.closed().isPresent() && quiet(state, agent);
  }

  private static boolean quiet(RunState state, AgentState agent) {
    for (StepState grown : of(state, agent)) {
      for (UnitState unit : grown.units()) {
        if (unit instanceof UnitState.InFlight
            || unit instanceof UnitState.Child
            || unit instanceof UnitState.InDoubt) return false;
      }
    }
    return true;
  }

  /** Whether the newest turn and all its calls are done. */
  public static boolean settled(RunState state, AgentState agent) {
    for (StepState grown : of(state, agent)) {
      if (!grown.done()) return false;
    }
    return agent.ended().isPresent();
  }

  /** The newest turn and its calls. */
  public static List<StepState> of(RunState state, AgentState agent) {
    return state.steps().values().stream()
        .filter(s -> AgentPlan.grown(s.id()) && AgentPlan.root(s.id()).equals(agent.step()))
        .toList();
  }

  /** Tokens held for its calls in flight. */
  public static long held(RunState state, AgentState agent) {
    return of(state, agent).stream()
        .flatMap(step -> step.units().stream())
        .mapToLong(unit ->
            switch (unit) {
              case UnitState.InFlight flight -> flight.reserved();
              case UnitState.Child child -> child.reserved();
              case UnitState.Ready _,
                  UnitState.AwaitingApproval _,
                  UnitState.Sleeping _,
                  UnitState.InDoubt _,
                  UnitState.Succeeded _,
                  UnitState.Failed _ ->
                  0;
            })
        .sum();
  }

  /** When its own time is over; never once it is closed. */
  public static Optional<Instant> deadline(RunState state, AgentState agent) {
    long limit = envelope(state, agent).stop().deadlineMs();
    return limit <= 0 || agent.closed().isPresent()
        ? Optional.empty()
        : Optional.of(agent.since().plusMillis(limit));
  }

  public static AgentPlan envelope(RunState state, AgentState agent) {
    return state.plan().step(agent.step()).agent().orElseThrow();
  }
}

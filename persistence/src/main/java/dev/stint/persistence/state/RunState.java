package dev.stint.persistence.state;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent.PolicyViolated;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fold of a run's history. Immutable; only {@link RunFold} makes a new one, from an event.
 *
 * @param seq how many events were folded
 * @param steps by id, in the plan's order
 * @param toolErrors failed attempts
 * @param custody holds and erasures
 * @param agents by the id of their step, from their first turn on
 */
public record RunState(
    Submitted submitted,
    String submittedBy,
    Instant submittedAt,
    long seq,
    Phase phase,
    Optional<Instant> startedAt,
    Optional<Instant> killAcceptedAt,
    Optional<Instant> killEffectiveAt,
    Map<String, StepState> steps,
    Pot pot,
    Map<String, ApprovalState> approvals,
    List<Artifact> artifacts,
    int toolErrors,
    List<PolicyViolated> violations,
    Custody custody,
    Map<String, AgentState> agents) {
  public RunState {
    // A snapshot that was written before there was custody has none.
    if (custody == null) custody = Custody.NONE;
    if (agents == null) agents = Map.of();
  }

  /** What is to be done: the plan that the run was submitted with, and what agents added to it. */
  public Plan plan() {
    if (agents.isEmpty()) return submitted.plan();
    List<PlannedStep> steps = new ArrayList<>(submitted.plan().steps());
    for (AgentState agent : agents.values()) {
      steps.addAll(agent.grown(submitted.plan().step(agent.step())));
    }
    return new Plan(steps, submitted.plan().hash(), submitted.plan().tools());
  }

  /** The same at the same event, with another state of an agent. */
  RunState withAgent(AgentState agent) {
    return new Change(this).agent(agent).build(seq);
  }

  /** The unit's state; a unit the plan does not know is a fault in the caller. */
  public UnitState unit(UnitId id) {
    return steps.get(id.step()).units().get(id.index());
  }

  /** The unit's state, or nothing for a unit that does not exist. */
  public Optional<UnitState> findUnit(UnitId id) {
    StepState step = steps.get(id.step());
    if (step == null || id.item() != step.items() || id.index() >= step.units().size()) {
      return Optional.empty();
    }
    return Optional.of(step.units().get(id.index()));
  }

  /** Every unit with its id, in the plan's order. */
  public Stream<Map.Entry<UnitId, UnitState>> units() {
    return steps.values().stream()
        .flatMap(step -> {
          var entries = Stream.<Map.Entry<UnitId, UnitState>>builder();
          for (int i = 0; i < step.units().size(); i++) {
            entries.add(Map.entry(step.unitId(i), step.units().get(i)));
          }
          return entries.build();
        });
  }

  public boolean anyInFlight() {
    for (StepState step : steps.values()) {
      if (step.inFlight() > 0) return true;
    }
    return false;
  }

  public boolean finished() {
    return phase instanceof Phase.Finished;
  }

  /** The contract's word for where the run is. */
  public RunStatus status() {
    return switch (phase) {
      case Phase.Queued _ -> RunStatus.QUEUED;
      case Phase.Paused _ -> RunStatus.PAUSED;
      case Phase.Stopping _ -> RunStatus.RUNNING;
      case Phase.Finished finished -> finished.status();
      case Phase.Running _ -> RunProgress.statusOfRunning(this);
    };
  }
}

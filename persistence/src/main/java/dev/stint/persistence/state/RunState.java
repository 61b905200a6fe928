package dev.stint.persistence.state;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Round;
import dev.stint.persistence.event.RunEvent.PolicyViolated;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * @param course the way taken through the plan
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
    Map<String, AgentState> agents,
    Course course) {
  public RunState {
    // A snapshot that was written before there was custody has none.
    if (custody == null) custody = Custody.NONE;
    if (agents == null) agents = Map.of();
    if (course == null) course = Course.NONE;
  }

  /**
   * What is to be done: the plan that the run was submitted with, and what loops, agents and checks
   * added to it.
   */
  public Plan plan() {
    boolean grown = !agents.isEmpty() || !course.loops().isEmpty() || !course.rounds().isEmpty();
    if (!grown && course.made().isEmpty()) return submitted.plan();
    Map<String, PlannedStep> steps = new LinkedHashMap<>();
    submitted.plan().steps().forEach(step -> steps.put(step.id(), step));
    course.made().ifPresent(made -> made.steps().forEach(step -> steps.put(step.id(), step)));
    course
        .loops()
        .forEach((id, loop) -> {
          PlannedStep planned = steps.get(id);
          for (int i = 1; i <= loop.iteration(); i++) {
            Iteration.of(planned, i).forEach(step -> steps.put(step.id(), step));
          }
        });
    course
        .rounds()
        .forEach((id, newest) -> {
          for (int i = 2; i <= newest; i++) {
            Round.of(submitted.plan(), steps.get(id), i)
                .forEach(step -> steps.put(step.id(), step));
          }
        });
    List<PlannedStep> all = new ArrayList<>(steps.values());
    agents.values().forEach(agent -> all.addAll(agent.grown(steps.get(agent.step()))));
    String hash = course.made().map(Course.Made::hash).orElse(submitted.plan().hash());
    return new Plan(all, hash, submitted.plan().tools());
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

  /** Whether a call of this run itself is in flight; child runs are not. */
  public boolean anyCallInFlight() {
    return units().anyMatch(unit -> unit.getValue() instanceof UnitState.InFlight);
  }

  /** The units that child runs do. */
  public Map<UnitId, UnitState.Child> children() {
    Map<UnitId, UnitState.Child> found = new LinkedHashMap<>();
    units()
        .forEach(unit -> {
          if (unit.getValue() instanceof UnitState.Child child) found.put(unit.getKey(), child);
        });
    return found;
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

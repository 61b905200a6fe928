package dev.stint.persistence.state;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code apply(state, event)}: the only thing that changes a run's state (invariant 6). Pure and
 * total over every history that {@code RunDecisions} can write.
 */
public final class RunFold {
  private RunFold() {}

  /** Folds a whole history; nothing for an empty one. */
  public static Optional<RunState> fold(Iterable<Recorded> history) {
    Optional<RunState> state = Optional.empty();
    for (Recorded recorded : history) state = Optional.of(apply(state, recorded));
    return state;
  }

  /**
   * The state after one more event.
   *
   * @throws IllegalStateException when the history does not begin with a submission
   */
  public static RunState apply(Optional<RunState> before, Recorded recorded) {
    if (recorded.event() instanceof RunEvent.Submitted submitted) {
      return submitted(submitted, recorded.at(), recorded.by());
    }
    RunState state =
        before.orElseThrow(() ->
            new IllegalStateException(
                "a history begins with run.submitted, found " + recorded.event()));
    return switch (recorded.event()) {
      case RunEvent.Lifecycle event -> LifecycleFold.apply(state, event, recorded.at());
      case StepEvent event ->
          AgentFold.follow(state, StepFold.apply(state, event, recorded.at()), event);
      case AgentEvent event -> AgentFold.apply(state, event, recorded.at());
      case PlanEvent event ->
          AgentFold.follow(state, PlanFold.apply(state, event, recorded.at()), event);
      case ApprovalEvent event -> ApprovalFold.apply(state, event, recorded.at(), recorded.by());
      case CustodyEvent event ->
          new Change(state)
              .custody(state.custody().after(event, recorded.at(), recorded.by()))
              .build();
      case JobEvent event ->
          throw new IllegalStateException("a run's history holds run events, found " + event);
      case AuditEvent event ->
          throw new IllegalStateException("a run's history holds run events, found " + event);
      case MemoryEvent event ->
          throw new IllegalStateException("a run's history holds run events, found " + event);
    };
  }

  private static RunState submitted(RunEvent.Submitted event, Instant at, String by) {
    Map<String, StepState> steps = new LinkedHashMap<>();
    for (PlannedStep step : event.plan().steps()) {
      steps.put(step.id(), StepState.initial(step.id(), step.forEach(), step.evaluates()));
    }
    return new RunState(
        event,
        by,
        at,
        1,
        new Phase.Queued(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        steps,
        Pot.of(event.budget()),
        Map.of(),
        List.of(),
        0,
        List.of(),
        Custody.NONE,
        Map.of(),
        Course.NONE);
  }
}

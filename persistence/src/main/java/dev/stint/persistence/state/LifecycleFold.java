package dev.stint.persistence.state;

import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import java.time.Instant;

/** Folds facts about the run as a whole. Pure. */
final class LifecycleFold {
  private LifecycleFold() {}

  static RunState apply(RunState state, RunEvent.Lifecycle event, Instant at) {
    var change = new Change(state);
    return switch (event) {
      case RunEvent.Submitted _ ->
          throw new IllegalStateException("a run is submitted once; found a second run.submitted");
      case RunEvent.Started _ -> change.phase(new Phase.Running()).startedAt(at).build();
      case RunEvent.Paused paused -> {
        boolean queued = state.phase() instanceof Phase.Queued;
        yield change.phase(new Phase.Paused(queued, paused.reason())).build();
      }
      case RunEvent.Resumed _ -> {
        boolean queued = state.phase() instanceof Phase.Paused paused && paused.queued();
        yield AgentFold.resumed(
            change.phase(queued ? new Phase.Queued() : new Phase.Running()).build());
      }
      case RunEvent.CancelRequested cancel ->
          change
              .phase(stopping(RunStatus.CANCELLED, "cancelled", cancel.reason(), false, at))
              .build();
      case RunEvent.KillAccepted kill ->
          change
              .phase(stopping(RunStatus.KILLED, "killed", kill.reason(), true, at))
              .killAcceptedAt(at)
              .build();
      case RunEvent.KillEffective _ -> change.killEffectiveAt(at).build();
      case RunEvent.DeadlinePassed deadline ->
          change
              .phase(
                  stopping(
                      RunStatus.TIMED_OUT,
                      "run_timeout",
                      "the run's time limit of " + deadline.maxMs() + " ms passed",
                      true,
                      at))
              .build();
      case RunEvent.PolicyViolated violated ->
          change
              .phase(
                  stopping(
                      RunStatus.HALTED, violated.verdict().code(), violated.message(), true, at))
              .violation(violated)
              .build();
      case RunEvent.BudgetAlerted _ -> change.pot(state.pot().alert()).build();
      case RunEvent.BudgetExhausted _ -> change.pot(state.pot().exhaust()).build();
      case RunEvent.Finished finished ->
          change
              .phase(new Phase.Finished(finished.status(), finished.code(), finished.reason(), at))
              .build();
    };
  }

  static Phase stopping(
      RunStatus target, String code, String reason, boolean atOnce, Instant since) {
    return new Phase.Stopping(target, code, reason, atOnce, since);
  }
}

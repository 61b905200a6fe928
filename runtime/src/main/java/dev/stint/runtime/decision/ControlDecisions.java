package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.AgentProgress;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people, the queue and the clock ask of a run. Pure. */
final class ControlDecisions {
  /** A unit that took this many nodes with it is not started again by itself. */
  static final int MAX_LOST = 100;

  private ControlDecisions() {}

  static Decision submit(Optional<RunState> state, RunCommand.Submit submit, String by) {
    if (state.isPresent()) {
      boolean same =
          state.get().submitted().request().equals(submit.submission().request())
              && state.get().submittedBy().equals(by);
      return same
          ? new Decision.Unchanged()
          : Decision.reject(
              Rejection.conflict(
                  "idempotency_conflict",
                  "this idempotency key was used for another request; use a new key"));
    }
    List<RunEvent> events = new ArrayList<>(List.of(submit.submission()));
    for (StepEvent taken : submit.takenOver()) {
      if (!mayBeTakenOver(submit.submission(), taken)) {
        return Decision.reject(
            Rejection.conflict(
                "step_not_reusable", "the outcome of " + taken.step() + " cannot be taken over"));
      }
      events.add(taken);
    }
    if (submit.startNow()) events.add(new RunEvent.Started());
    return new Decision.Persist(events);
  }

  /** A run starts with what another one evaluated, skipped or made, and with nothing else. */
  private static boolean mayBeTakenOver(RunEvent.Submitted submission, StepEvent event) {
    boolean outcome =
        event instanceof StepEvent.Expanded
            || event instanceof StepEvent.BranchTaken
            || event instanceof StepEvent.Skipped
            || event instanceof StepEvent.Reused;
    return outcome
        && submission.origin().isPresent()
        && submission.plan().find(event.step()).isPresent();
  }

  static Decision decide(RunState state, RunCommand.Control command, Instant now) {
    return switch (command) {
      case RunCommand.Submit _ -> new Decision.Unchanged();
      case RunCommand.Start _ ->
          state.phase() instanceof Phase.Queued
              ? Decision.persist(new RunEvent.Started())
              : new Decision.Unchanged();
      case RunCommand.Pause pause -> pause(state, pause);
      case RunCommand.Resume _ -> resume(state);
      case RunCommand.Cancel cancel -> cancel(state, cancel);
      case RunCommand.Kill kill -> kill(state, kill);
      case RunCommand.Signal signal -> SignalDecisions.decide(state, signal);
      case RunCommand.ReportChild report -> ChildDecisions.ended(state, report);
      case RunCommand.Quiesced quiesced -> quiesced(state, quiesced);
      case RunCommand.Tick _ -> tick(state, now);
      case RunCommand.Recovered _ -> recovered(state);
    };
  }

  private static Decision pause(RunState state, RunCommand.Pause pause) {
    return switch (state.phase()) {
      case Phase.Queued _, Phase.Running _ -> Decision.persist(new RunEvent.Paused(pause.reason()));
      case Phase.Paused _ -> new Decision.Unchanged();
      case Phase.Stopping _, Phase.Finished _ -> over(state, "paused");
    };
  }

  private static Decision resume(RunState state) {
    return switch (state.phase()) {
      case Phase.Paused _ -> Decision.persist(new RunEvent.Resumed());
      case Phase.Queued _, Phase.Running _ -> new Decision.Unchanged();
      case Phase.Stopping _, Phase.Finished _ -> over(state, "resumed");
    };
  }

  private static Decision cancel(RunState state, RunCommand.Cancel cancel) {
    return switch (state.phase()) {
      case Phase.Queued _, Phase.Running _, Phase.Paused _ ->
          Decision.persist(new RunEvent.CancelRequested(cancel.reason()));
      case Phase.Stopping _ -> new Decision.Unchanged();
      case Phase.Finished finished ->
          finished.status() == RunStatus.CANCELLED
              ? new Decision.Unchanged()
              : over(state, "cancelled");
    };
  }

  private static Decision kill(RunState state, RunCommand.Kill kill) {
    return switch (state.phase()) {
      case Phase.Queued _, Phase.Running _, Phase.Paused _ ->
          Decision.persist(new RunEvent.KillAccepted(kill.reason()));
      case Phase.Stopping stopping ->
          stopping.target() == RunStatus.KILLED
              ? new Decision.Unchanged()
              : Decision.persist(new RunEvent.KillAccepted(kill.reason()));
      case Phase.Finished finished ->
          finished.status() == RunStatus.KILLED ? new Decision.Unchanged() : over(state, "killed");
    };
  }

  private static Decision over(RunState state, String what) {
    return Decision.reject(
        Rejection.conflict(
            "run_over", "a run that is " + state.status().text() + " cannot be " + what));
  }

  /** Settles every call that was interrupted; a risky write becomes a doubt, never a repeat. */
  private static Decision quiesced(RunState state, RunCommand.Quiesced quiesced) {
    if (!(state.phase() instanceof Phase.Stopping stopping)) return new Decision.Unchanged();
    List<RunEvent> events = new ArrayList<>();
    state
        .units()
        .forEach(entry -> {
          if (entry.getValue() instanceof UnitState.InFlight flight) {
            events.add(interrupted(state, entry.getKey(), flight));
          }
        });
    boolean effective = stopping.target() == RunStatus.KILLED && state.children().isEmpty();
    if (effective && state.killEffectiveAt().isEmpty()) {
      events.add(new RunEvent.KillEffective(quiesced.interrupted(), quiesced.unconfirmed()));
    }
    return events.isEmpty() ? new Decision.Unchanged() : new Decision.Persist(events);
  }

  private static RunEvent interrupted(RunState state, UnitId unit, UnitState.InFlight flight) {
    boolean risky = state.plan().step(unit.step()).riskyToRepeat();
    return risky
        ? new StepEvent.AttemptInDoubt(
            unit, flight.lease(), flight.reserved(), "interrupted during a write")
        : new StepEvent.AttemptLost(unit, flight.lease(), flight.reserved());
  }

  private static Decision tick(RunState state, Instant now) {
    List<RunEvent> events = new ArrayList<>();
    if (RunProgress.runDeadline(state).filter(at -> !at.isAfter(now)).isPresent()) {
      events.add(new RunEvent.DeadlinePassed(state.submitted().budget().maxMs()));
    } else if (!state.finished()) {
      for (ApprovalState approval : state.approvals().values()) {
        if (approval.pending() && !approval.request().expiresAt().isAfter(now)) {
          events.add(new ApprovalEvent.Expired(approval.request().approval()));
        }
      }
      for (AgentState agent : state.agents().values()) {
        if (AgentProgress.deadline(state, agent).filter(at -> !at.isAfter(now)).isPresent()) {
          events.add(new AgentEvent.Closed(agent.step(), AgentEvent.Reason.DEADLINE));
        }
      }
      events.addAll(SignalDecisions.overdue(state, now));
    }
    return events.isEmpty() ? new Decision.Unchanged() : new Decision.Persist(events);
  }

  private static Decision recovered(RunState state) {
    List<RunEvent> events = new ArrayList<>();
    state
        .units()
        .forEach(entry -> {
          if (entry.getValue() instanceof UnitState.InFlight flight) {
            events.addAll(lost(state, entry.getKey(), flight));
          }
        });
    events.addAll(DoubtDecisions.recovered(state));
    return events.isEmpty() ? new Decision.Unchanged() : new Decision.Persist(events);
  }

  private static List<RunEvent> lost(RunState state, UnitId unit, UnitState.InFlight flight) {
    PlannedStep planned = state.plan().step(unit.step());
    if (planned.riskyToRepeat()) {
      return List.of(
          new StepEvent.AttemptInDoubt(
              unit, flight.lease(), flight.reserved(), "the node died during a write"));
    }
    if (flight.tries().lost() >= MAX_LOST) {
      return List.of(
          new StepEvent.AttemptFailed(
              unit,
              flight.lease(),
              Failure.terminal(
                  "node_lost_repeatedly", "the node died " + MAX_LOST + " times during this step"),
              flight.reserved(),
              0,
              Optional.empty()));
    }
    return List.of(new StepEvent.AttemptLost(unit, flight.lease(), flight.reserved()));
  }
}

package dev.stint.persistence.codec;

import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The wire contract: each event's stable name. A name, once released, is never reused or renamed; a
 * changed shape gets a new name and the old one keeps its reader.
 */
public final class EventNames {
  private static final Map<Class<? extends DomainEvent>, String> NAMES = new LinkedHashMap<>();
  private static final Map<String, Class<? extends DomainEvent>> CLASSES;

  static {
    NAMES.put(RunEvent.Submitted.class, "run.submitted");
    NAMES.put(RunEvent.Started.class, "run.started");
    NAMES.put(RunEvent.Paused.class, "run.paused");
    NAMES.put(RunEvent.Resumed.class, "run.resumed");
    NAMES.put(RunEvent.CancelRequested.class, "run.cancel_requested");
    NAMES.put(RunEvent.KillAccepted.class, "run.kill_accepted");
    NAMES.put(RunEvent.KillEffective.class, "run.kill_effective");
    NAMES.put(RunEvent.DeadlinePassed.class, "run.deadline_passed");
    NAMES.put(RunEvent.PolicyViolated.class, "run.policy_violated");
    NAMES.put(RunEvent.BudgetAlerted.class, "run.budget_alerted");
    NAMES.put(RunEvent.BudgetExhausted.class, "run.budget_exhausted");
    NAMES.put(RunEvent.Finished.class, "run.finished");
    NAMES.put(StepEvent.Expanded.class, "step.expanded");
    NAMES.put(StepEvent.Skipped.class, "step.skipped");
    NAMES.put(StepEvent.Reused.class, "step.reused");
    NAMES.put(StepEvent.FlowRefused.class, "step.flow_refused");
    NAMES.put(StepEvent.Failed.class, "step.failed");
    NAMES.put(StepEvent.WaitStarted.class, "step.wait_started");
    NAMES.put(StepEvent.AttemptStarted.class, "step.attempt_started");
    NAMES.put(StepEvent.AttemptSucceeded.class, "step.attempt_succeeded");
    NAMES.put(StepEvent.AttemptFailed.class, "step.attempt_failed");
    NAMES.put(StepEvent.AttemptLost.class, "step.attempt_lost");
    NAMES.put(StepEvent.AttemptInDoubt.class, "step.attempt_in_doubt");
    NAMES.put(StepEvent.DoubtQueried.class, "step.doubt_queried");
    NAMES.put(StepEvent.DoubtUnanswered.class, "step.doubt_unanswered");
    NAMES.put(StepEvent.DoubtResolved.class, "step.doubt_resolved");
    NAMES.put(ApprovalEvent.Requested.class, "approval.requested");
    NAMES.put(ApprovalEvent.Granted.class, "approval.granted");
    NAMES.put(ApprovalEvent.Rejected.class, "approval.rejected");
    NAMES.put(ApprovalEvent.Expired.class, "approval.expired");
    NAMES.put(ApprovalEvent.Voided.class, "approval.voided");
    NAMES.put(AgentEvent.TurnPlanned.class, "agent.turn_planned");
    NAMES.put(AgentEvent.TurnEnded.class, "agent.turn_ended");
    NAMES.put(AgentEvent.CallDenied.class, "agent.call_denied");
    NAMES.put(AgentEvent.Watched.class, "agent.watched");
    NAMES.put(AgentEvent.Closed.class, "agent.closed");
    NAMES.put(PlanEvent.SignalReceived.class, "signal.received");
    NAMES.put(PlanEvent.SignalTaken.class, "signal.taken");
    NAMES.put(PlanEvent.LoopPlanned.class, "loop.planned");
    NAMES.put(PlanEvent.LoopJudged.class, "loop.judged");
    NAMES.put(PlanEvent.RedoPlanned.class, "redo.planned");
    NAMES.put(PlanEvent.ChildStarted.class, "child.started");
    NAMES.put(PlanEvent.ChildEnded.class, "child.ended");
    NAMES.put(PlanEvent.PlanFrozen.class, "plan.frozen");
    NAMES.put(StepEvent.BranchTaken.class, "branch.taken");
    NAMES.put(CustodyEvent.Held.class, "run.held");
    NAMES.put(CustodyEvent.HoldReleased.class, "run.released");
    NAMES.put(CustodyEvent.ErasureRequested.class, "payload.erasure_requested");
    NAMES.put(CustodyEvent.PayloadsErased.class, "payload.erased");
    NAMES.put(CustodyEvent.ArtifactsErased.class, "artifacts.erased");
    NAMES.put(JobEvent.Published.class, "job.published");
    NAMES.put(AuditEvent.Exported.class, "audit.exported");
    NAMES.put(MemoryEvent.Remembered.class, "memory.remembered");
    NAMES.put(MemoryEvent.Released.class, "memory.released");
    NAMES.put(MemoryEvent.Forgotten.class, "memory.forgotten");
    CLASSES =
        NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  private EventNames() {}

  public static String of(DomainEvent event) {
    return NAMES.get(event.getClass());
  }

  /**
   * The event class of a stored name.
   *
   * @throws IllegalArgumentException for a name that this version does not know
   */
  static Class<? extends DomainEvent> read(String name) {
    Class<? extends DomainEvent> found = CLASSES.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "unknown event \""
              + name
              + "\": it was written by a newer version of Stint; upgrade to read it");
    }
    return found;
  }

  /** Every name, for tests and documentation. */
  public static Iterable<String> all() {
    return Arrays.asList(NAMES.values().toArray(String[]::new));
  }
}

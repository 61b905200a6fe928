package dev.stint.persistence.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can happen to a run. Who and when stand beside the event in its record; large
 * values are payloads, named here by commitment. Stable names are in {@link
 * dev.stint.persistence.codec.EventNames}.
 */
public sealed interface RunEvent extends DomainEvent
    permits RunEvent.Lifecycle, StepEvent, ApprovalEvent, CustodyEvent, AgentEvent, PlanEvent {

  /** Facts about the run as a whole. */
  sealed interface Lifecycle extends RunEvent {}

  /**
   * The run exists, and its submitter was told so.
   *
   * @param inputs payload of the validated inputs
   * @param request hash of the submission, to tell a repeat from a conflict
   * @param origin the run that this one retries or forks
   * @param parent the run that this one is a child of
   */
  record Submitted(
      RunId run,
      JobRef job,
      Plan plan,
      String inputs,
      String owner,
      String department,
      Map<String, String> labels,
      int priority,
      TokenBudget budget,
      String policyHash,
      String request,
      boolean dryRun,
      boolean development,
      Optional<Origin> origin,
      Optional<Parent> parent)
      implements Lifecycle {}

  /** The run left the queue. */
  record Started() implements Lifecycle {}

  record Paused(String reason) implements Lifecycle {}

  record Resumed() implements Lifecycle {}

  /** No new attempt starts; those in flight may finish. */
  record CancelRequested(String reason) implements Lifecycle {}

  /** No permit is given from here on; what is in flight is being interrupted (G3). */
  record KillAccepted(String reason) implements Lifecycle {}

  /**
   * Nothing of the run is in flight any more.
   *
   * @param unconfirmed units whose call did not end in time; their permits are fenced all the same
   */
  record KillEffective(List<UnitId> interrupted, List<UnitId> unconfirmed) implements Lifecycle {}

  /** The run's time limit passed. */
  record DeadlinePassed(long maxMs) implements Lifecycle {}

  /** A policy said no; the run halts (F6). */
  record PolicyViolated(UnitId unit, String uses, Verdict verdict, String message)
      implements Lifecycle {}

  /** Spending reached the soft limit. */
  record BudgetAlerted(long used, long soft, long hard) implements Lifecycle {}

  /** The next call would not fit; nothing but the partial result is started from here on. */
  record BudgetExhausted(UnitId unit, long needed, long available, String rationale)
      implements Lifecycle {}

  record Finished(RunStatus status, String code, String reason) implements Lifecycle {}
}

package dev.stint.persistence.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can happen to a run. Who and when stand beside the event in its record; large
 * values are payloads, named here by commitment. Stable names are in {@link
 * dev.stint.persistence.codec.EventNames}.
 */
public sealed interface RunEvent extends DomainEvent
    permits RunEvent.Lifecycle,
        RunEvent.Step,
        RunEvent.Approval,
        RunEvent.Custody,
        AgentEvent,
        PlanEvent {

  /** Facts about the run as a whole. */
  sealed interface Lifecycle extends RunEvent {}

  /** Facts about the steps of the plan and their attempts. */
  sealed interface Step extends RunEvent {
    String step();
  }

  /** Facts about people's decisions. */
  sealed interface Approval extends RunEvent {
    String approval();
  }

  /**
   * Facts about how long what the run holds is kept (H4). Reasons stay in the record for ever: they
   * must not name the person whose data is meant.
   */
  sealed interface Custody extends RunEvent {}

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
      implements Lifecycle {

    /** No child of another run. */
    public Submitted(
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
        Optional<Origin> origin) {
      this(
          run,
          job,
          plan,
          inputs,
          owner,
          department,
          labels,
          priority,
          budget,
          policyHash,
          request,
          dryRun,
          development,
          origin,
          Optional.empty());
    }

    /** A run of its own. */
    public Submitted(
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
        boolean development) {
      this(
          run,
          job,
          plan,
          inputs,
          owner,
          department,
          labels,
          priority,
          budget,
          policyHash,
          request,
          dryRun,
          development,
          Optional.empty());
    }
  }

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

  /** A step's {@code forEach} was evaluated. */
  record Expanded(String step, int count) implements Step {}

  /**
   * A branch goes this way; the steps of its other cases are skipped.
   *
   * @param arm which case, counted from 0; -1 for none
   */
  record BranchTaken(String step, int arm) implements Step {}

  /** A step's {@code when} was false, or the run ends without it. */
  record Skipped(String step, String reason) implements Step {}

  /**
   * A unit's outcome was taken over from another run, and is not made here.
   *
   * @param output payload of the result, copied into this run under a commitment of its own
   * @param run where it was made, or taken over before
   * @param seq of the event there
   * @param label that it had there
   */
  record Reused(UnitId unit, String output, RunId run, long seq, Optional<Label> label)
      implements Step {
    /** Without a label. */
    public Reused(UnitId unit, String output, RunId run, long seq) {
      this(unit, output, run, seq, Optional.empty());
    }

    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * Values may not go where the unit would send them (F2). Stands before what comes of it: a
   * denial, or an approval that is asked for because of it.
   *
   * @param code of the first of them
   * @param asks a person may decide instead
   */
  record FlowRefused(UnitId unit, String code, List<Crossing> crossings, boolean asks)
      implements Step {
    public FlowRefused {
      crossings = List.copyOf(crossings);
    }

    @Override
    public String step() {
      return unit.step();
    }
  }

  /** A step cannot succeed any more. */
  record StepFailed(String step, Failure failure, Optional<String> escalatedTo) implements Step {}

  /** A wait step sleeps until then. */
  record WaitStarted(UnitId unit, Instant until) implements Step {
    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * The permit of one attempt, durable before anything leaves the process (G2, AU-1).
   *
   * @param attempt 1-based, counting every permit of the unit
   * @param lease opaque token that the attempt's report must carry
   * @param idempotencyKey the same for every attempt of the unit
   * @param args payload of the exact arguments
   * @param argsHash SHA-256 of the canonical arguments
   * @param reserved tokens held for the attempt's worst case
   * @param pins what exactly is called: tool and version, model, prompt hash
   * @param label of everything that goes in; absent in runs from before there were labels
   */
  record AttemptStarted(
      UnitId unit,
      int attempt,
      String lease,
      String idempotencyKey,
      String args,
      String argsHash,
      long reserved,
      Verdict verdict,
      Optional<String> approval,
      Map<String, String> pins,
      Optional<Label> label)
      implements Step {
    /** Without a label. */
    public AttemptStarted(
        UnitId unit,
        int attempt,
        String lease,
        String idempotencyKey,
        String args,
        String argsHash,
        long reserved,
        Verdict verdict,
        Optional<String> approval,
        Map<String, String> pins) {
      this(
          unit,
          attempt,
          lease,
          idempotencyKey,
          args,
          argsHash,
          reserved,
          verdict,
          approval,
          pins,
          Optional.empty());
    }

    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * @param output payload of the result
   * @param tokens billed
   * @param label of the result; absent in runs from before there were labels
   */
  record AttemptSucceeded(
      UnitId unit,
      String lease,
      String output,
      long tokens,
      long tookMs,
      List<Artifact> artifacts,
      Map<String, String> pins,
      Optional<Label> label)
      implements Step {
    /** Without a label. */
    public AttemptSucceeded(
        UnitId unit,
        String lease,
        String output,
        long tokens,
        long tookMs,
        List<Artifact> artifacts,
        Map<String, String> pins) {
      this(unit, lease, output, tokens, tookMs, artifacts, pins, Optional.empty());
    }

    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * @param tokens billed, or the whole reservation where nobody knows
   * @param retryAt when the next attempt may start; absent when there is none
   */
  record AttemptFailed(
      UnitId unit,
      String lease,
      Failure failure,
      long tokens,
      long tookMs,
      Optional<Instant> retryAt)
      implements Step {
    @Override
    public String step() {
      return unit.step();
    }
  }

  /** The node died while the attempt was in flight and a repeat is safe. */
  record AttemptLost(UnitId unit, String lease, long tokens) implements Step {
    @Override
    public String step() {
      return unit.step();
    }
  }

  /** Nobody knows whether a write happened that must not be repeated (B3). */
  record AttemptInDoubt(UnitId unit, String lease, long tokens, String message) implements Step {
    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * The tool is about to be asked what became of a write in doubt (AU-1).
   *
   * @param query 1-based, counting every question about this doubt
   */
  record DoubtQueried(UnitId unit, int query) implements Step {
    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * The tool could not say what became of it.
   *
   * @param retryAt when to ask again; absent when a person must find out
   */
  record DoubtUnanswered(UnitId unit, int query, String message, Optional<Instant> retryAt)
      implements Step {
    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * Somebody said what became of a write in doubt.
   *
   * @param how {@link #BY_QUERY} when the tool said so; absent when a person did
   */
  record DoubtResolved(
      UnitId unit, boolean happened, String output, String comment, Optional<String> how)
      implements Step {
    public static final String BY_QUERY = "query";

    /** Resolved by a person. */
    public DoubtResolved(UnitId unit, boolean happened, String output, String comment) {
      this(unit, happened, output, comment, Optional.empty());
    }

    @Override
    public String step() {
      return unit.step();
    }
  }

  /**
   * A person must decide about exactly this content (F5).
   *
   * @param content payload of the content shown
   * @param contentHash SHA-256 of its canonical bytes: the approval's entity tag
   * @param args payload of the arguments that the approved attempt will use
   * @param editor who edited the content, and so may not approve it
   * @param editorRole what let the editor edit, unless it was the submitter or is named in {@code
   *     by}
   */
  record ApprovalRequested(
      String approval,
      UnitId unit,
      String content,
      String contentHash,
      String args,
      List<String> by,
      boolean fourEyes,
      Instant expiresAt,
      Optional<String> editor,
      Optional<String> editorRole)
      implements Approval {}

  /**
   * @param via identity that carried the decision, when it differs (development mode)
   * @param role the name among those asked that the decider answered to, when it is not its own
   */
  record ApprovalGranted(
      String approval,
      String contentHash,
      String comment,
      Optional<String> via,
      Optional<String> role)
      implements Approval {}

  /** The same of a no. */
  record ApprovalRejected(
      String approval,
      String contentHash,
      String comment,
      Optional<String> via,
      Optional<String> role)
      implements Approval {}

  /** Time ran out, which never counts as yes. */
  record ApprovalExpired(String approval) implements Approval {}

  /** The content changed, or the run no longer needs it. */
  record ApprovalVoided(String approval, String reason) implements Approval {}

  /** A legal hold: nothing of the run may be erased. */
  record Held(String reason) implements Custody {}

  /** Another person than who placed it ended the hold. */
  record HoldReleased(String reason) implements Custody {}

  /**
   * A person asks for the run's payloads to be erased; another one must approve it.
   *
   * @param basis why it may be done, in lower snake case, e.g. {@code data_subject_request}
   */
  record ErasureRequested(String basis, String reason) implements Custody {}

  /**
   * From here on the payloads and their key are gone, or being destroyed: what was decided is
   * durable before anything is.
   *
   * @param requestedBy {@code user:...}, or {@code system} when the time to keep them had passed
   * @param approvedBy another person, or {@code system} likewise
   * @param payloads how many there were
   * @param keptMs how long they had to be kept, when it was time that decided
   */
  record PayloadsErased(
      String basis,
      String reason,
      String requestedBy,
      String approvedBy,
      long payloads,
      Optional<Long> keptMs)
      implements Custody {}
}

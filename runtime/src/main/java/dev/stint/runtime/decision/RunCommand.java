package dev.stint.runtime.decision;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent.Step;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.label.Flows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a run may be asked. Ids, leases and hashes are chosen by the asker, so that deciding
 * stays deterministic.
 */
public sealed interface RunCommand {

  /** What people and the queue ask. */
  sealed interface Control extends RunCommand {}

  /** What the run's own steps report. */
  sealed interface Progress extends RunCommand {}

  /** About writes of which nobody knows whether they happened. */
  sealed interface Doubting extends RunCommand {}

  /** What approvers ask. */
  sealed interface Approving extends RunCommand {}

  /** What stewards and the passing of time ask about what the run holds. */
  sealed interface Keeping extends RunCommand {}

  /**
   * @param startNow a slot is free, so that the run need not queue
   * @param takenOver outcomes of another run that this one starts with
   */
  record Submit(Submitted submission, boolean startNow, List<Step> takenOver) implements Control {
    public Submit {
      takenOver = List.copyOf(takenOver);
    }

    /** A run that starts with nothing. */
    public Submit(Submitted submission, boolean startNow) {
      this(submission, startNow, List.of());
    }
  }

  record Start() implements Control {}

  record Pause(String reason) implements Control {}

  record Resume() implements Control {}

  record Cancel(String reason) implements Control {}

  record Kill(String reason) implements Control {}

  /**
   * Nothing is in flight any more, after an interruption.
   *
   * @param unconfirmed units whose call did not end in time
   */
  record Quiesced(List<UnitId> interrupted, List<UnitId> unconfirmed) implements Control {}

  /**
   * Word from outside.
   *
   * @param id chosen by the sender, the same when it sends again
   * @param payload of what the step that takes it yields
   * @param hash of name and data
   * @param label of what it says
   */
  record Signal(String id, String name, String payload, String hash, Optional<Label> label)
      implements Control {
    /** Without a label. */
    public Signal(String id, String name, String payload, String hash) {
      this(id, name, payload, hash, Optional.empty());
    }
  }

  /** Time passed. */
  record Tick() implements Control {}

  /** The run was read back; whatever was in flight died with its node. */
  record Recovered() implements Control {}

  /** A person says what became of a write in doubt. */
  record ResolveDoubt(UnitId unit, boolean happened, String output, String comment)
      implements Doubting {}

  /** The tool of a write in doubt shall be asked what became of it. */
  record QueryDoubt(UnitId unit) implements Doubting {}

  /**
   * What the tool answered.
   *
   * @param query which question this answers
   * @param output payload of the result, when it happened
   */
  record ReportQuery(UnitId unit, int query, Answer answer, String output, String comment)
      implements Doubting {}

  /** What a tool can answer when it is asked what became of a call. */
  enum Answer {
    HAPPENED,
    DID_NOT_HAPPEN,
    /** It cannot say, now or later. */
    UNKNOWN,
    /** It could not be asked. */
    UNREACHABLE
  }

  /** A step's {@code when} held and its {@code forEach} has that many items. */
  record Expand(String step, int count) implements Progress {}

  /**
   * A branch's conditions were asked.
   *
   * @param arm the first case that holds, counted from 0; -1 for none
   */
  record TakeBranch(String step, int arm) implements Progress {}

  /**
   * What a model planned was read and holds.
   *
   * @param document payload of what it wrote
   */
  record FixPlan(String document, List<PlannedStep> steps, String hash) implements Progress {
    public FixPlan {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A loop's condition was asked.
   *
   * @param iteration after which
   */
  record JudgeLoop(String step, int iteration, boolean done) implements Progress {}

  record SkipStep(String step, String reason) implements Progress {}

  /** A step's own expressions failed. */
  record FailStep(String step, Failure failure) implements Progress {}

  /**
   * @param args payload of the exact arguments
   * @param content what an approver is shown; empty strings for a step without a gate
   * @param approval id for the approval that may have to be requested
   * @param worstCase tokens that the attempt can bill at most
   * @param waitMs how long a wait step sleeps
   * @param flows labels of what would be handed over; absent where the plan knows no labels
   */
  record RequestPermit(
      UnitId unit,
      String lease,
      String args,
      String argsHash,
      String content,
      String contentHash,
      String approval,
      long worstCase,
      long waitMs,
      Verdict verdict,
      Map<String, String> pins,
      Optional<Flows> flows)
      implements Progress {
    /** Without labels. */
    public RequestPermit(
        UnitId unit,
        String lease,
        String args,
        String argsHash,
        String content,
        String contentHash,
        String approval,
        long worstCase,
        long waitMs,
        Verdict verdict,
        Map<String, String> pins) {
      this(
          unit,
          lease,
          args,
          argsHash,
          content,
          contentHash,
          approval,
          worstCase,
          waitMs,
          verdict,
          pins,
          Optional.empty());
    }
  }

  /**
   * @param reply what a turn of an agent leads to; absent for any other unit
   * @param brings label of what came in with the answer; absent where the plan knows no labels
   */
  record ReportSuccess(
      UnitId unit,
      String lease,
      String output,
      long tokens,
      long tookMs,
      List<Artifact> artifacts,
      Map<String, String> pins,
      Optional<Reply> reply,
      Optional<Label> brings)
      implements Progress {
    /** Without labels. */
    public ReportSuccess(
        UnitId unit,
        String lease,
        String output,
        long tokens,
        long tookMs,
        List<Artifact> artifacts,
        Map<String, String> pins,
        Optional<Reply> reply) {
      this(unit, lease, output, tokens, tookMs, artifacts, pins, reply, Optional.empty());
    }

    /** Of a unit that is no turn. */
    public ReportSuccess(
        UnitId unit,
        String lease,
        String output,
        long tokens,
        long tookMs,
        List<Artifact> artifacts,
        Map<String, String> pins) {
      this(unit, lease, output, tokens, tookMs, artifacts, pins, Optional.empty());
    }
  }

  /**
   * What a model's reply asks for: a wish, which the agent's envelope grants or not.
   *
   * @param calls in the model's order; whether they are denied is not for the report to say
   */
  record Reply(Leads leads, List<Asked> calls) {
    public Reply {
      calls = List.copyOf(calls);
    }
  }

  /**
   * @param tokens billed; absent when nobody knows, so that the reservation is settled whole
   * @param retryAfter what the other side asks to be given before another attempt; heard where the
   *     failure's code ends with {@code _rate_limited}, {@code _unavailable} or {@code _busy}
   */
  record ReportFailure(
      UnitId unit,
      String lease,
      Failure failure,
      Optional<Long> tokens,
      long tookMs,
      Optional<Duration> retryAfter)
      implements Progress {
    /** Of somebody who asks for nothing. */
    public ReportFailure(
        UnitId unit, String lease, Failure failure, Optional<Long> tokens, long tookMs) {
      this(unit, lease, failure, tokens, tookMs, Optional.empty());
    }
  }

  /**
   * @param contentHash the content that the decider saw
   * @param roles further names the decider answers to, e.g. {@code group:legal}
   * @param via who carried the decision, in development mode
   */
  record Decide(
      String approval,
      boolean grant,
      String contentHash,
      String comment,
      List<String> roles,
      Optional<String> via)
      implements Approving {}

  /**
   * Replaces the content of a pending approval; it needs a new decision by someone else.
   *
   * @param roles as in {@link Decide}
   * @param operator the editor may operate any run
   */
  record Edit(
      String approval,
      String contentHash,
      String newApproval,
      String newContent,
      String newContentHash,
      String newArgs,
      List<String> roles,
      boolean operator)
      implements Approving {}

  /**
   * A child run has ended, or cannot be had.
   *
   * @param spent tokens that it used, by stage
   * @param output payload of what the unit yields; empty when there is nothing
   * @param failure why it cannot be had; else its status says it
   * @param label of what the child made; absent where nobody labelled it
   */
  record ReportChild(
      UnitId unit,
      RunId run,
      RunStatus status,
      Map<Stage, Long> spent,
      String output,
      Optional<Failure> failure,
      Optional<Label> label)
      implements Control {
    /** Without a label. */
    public ReportChild(
        UnitId unit,
        RunId run,
        RunStatus status,
        Map<Stage, Long> spent,
        String output,
        Optional<Failure> failure) {
      this(unit, run, status, spent, output, failure, Optional.empty());
    }

    public ReportChild {
      spent = Map.copyOf(spent);
    }
  }

  /** Nothing of the run may be erased from here on. */
  record Hold(String reason) implements Keeping {}

  record ReleaseHold(String reason) implements Keeping {}

  /**
   * @param basis why it may be done, in lower snake case
   */
  record RequestErasure(String basis, String reason) implements Keeping {}

  /**
   * @param payloads how many the run has
   */
  record ApproveErasure(long payloads) implements Keeping {}

  /**
   * The run's payloads need not be kept any longer.
   *
   * @param keptMs how long a finished run keeps them
   * @param payloads how many the run has
   */
  record Expire(long keptMs, long payloads) implements Keeping {}
}

package dev.stint.persistence.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts about the steps of the plan and the attempts of their units. */
public sealed interface StepEvent extends RunEvent {
  /** Id of the step in the plan. */
  String step();

  /** Facts about one unit of a step. */
  sealed interface OfUnit extends StepEvent {
    UnitId unit();

    @Override
    default String step() {
      return unit().step();
    }
  }

  /** A step's {@code forEach} was evaluated. */
  record Expanded(String step, int count) implements StepEvent {}

  /**
   * A branch goes this way; the steps of its other cases are skipped.
   *
   * @param arm which case, counted from 0; -1 for none
   */
  record BranchTaken(String step, int arm) implements StepEvent {}

  /** A step's {@code when} was false, or the run ends without it. */
  record Skipped(String step, String reason) implements StepEvent {}

  /**
   * A unit's outcome was taken over from another run, and is not made here.
   *
   * @param output payload of the result, copied into this run under a commitment of its own
   * @param run where it was made, or taken over before
   * @param seq of the event there
   * @param label that it had there
   */
  record Reused(UnitId unit, String output, RunId run, long seq, Optional<Label> label)
      implements OfUnit {}

  /**
   * Values may not go where the unit would send them (F2). Stands before what comes of it: a
   * denial, or an approval that is asked for because of it.
   *
   * @param code of the first of them
   * @param asks a person may decide instead
   */
  record FlowRefused(UnitId unit, String code, List<Crossing> crossings, boolean asks)
      implements OfUnit {
    public FlowRefused {
      crossings = List.copyOf(crossings);
    }
  }

  /** A step cannot succeed any more. */
  record Failed(String step, Failure failure, Optional<String> escalatedTo) implements StepEvent {}

  /** A wait step sleeps until then. */
  record WaitStarted(UnitId unit, Instant until) implements OfUnit {}

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
      implements OfUnit {}

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
      implements OfUnit {}

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
      implements OfUnit {}

  /** The node died while the attempt was in flight and a repeat is safe. */
  record AttemptLost(UnitId unit, String lease, long tokens) implements OfUnit {}

  /** Nobody knows whether a write happened that must not be repeated (B3). */
  record AttemptInDoubt(UnitId unit, String lease, long tokens, String message) implements OfUnit {}

  /**
   * The tool is about to be asked what became of a write in doubt (AU-1).
   *
   * @param query 1-based, counting every question about this doubt
   */
  record DoubtQueried(UnitId unit, int query) implements OfUnit {}

  /**
   * The tool could not say what became of it.
   *
   * @param retryAt when to ask again; absent when a person must find out
   */
  record DoubtUnanswered(UnitId unit, int query, String message, Optional<Instant> retryAt)
      implements OfUnit {}

  /**
   * Somebody said what became of a write in doubt.
   *
   * @param how {@link #BY_QUERY} when the tool said so; absent when a person did
   */
  record DoubtResolved(
      UnitId unit, boolean happened, String output, String comment, Optional<String> how)
      implements OfUnit {
    public static final String BY_QUERY = "query";
  }
}

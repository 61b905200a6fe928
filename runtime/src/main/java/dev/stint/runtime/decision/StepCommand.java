package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Leads;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.runtime.label.Flows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the run's own steps report and ask for. */
public sealed interface StepCommand extends RunCommand {

  /** A step's {@code when} held and its {@code forEach} has that many items. */
  record Expand(String step, int count) implements StepCommand {}

  /**
   * A branch's conditions were asked.
   *
   * @param arm the first case that holds, counted from 0; -1 for none
   */
  record TakeBranch(String step, int arm) implements StepCommand {}

  /**
   * What a model planned was read and holds.
   *
   * @param document payload of what it wrote
   */
  record FixPlan(String document, List<PlannedStep> steps, String hash) implements StepCommand {
    public FixPlan {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A loop's condition was asked.
   *
   * @param iteration after which
   */
  record JudgeLoop(String step, int iteration, boolean done) implements StepCommand {}

  record SkipStep(String step, String reason) implements StepCommand {}

  /** A step's own expressions failed. */
  record FailStep(String step, Failure failure) implements StepCommand {}

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
      implements StepCommand {}

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
      implements StepCommand {}

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
      implements StepCommand {}
}

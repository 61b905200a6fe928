package dev.stint.persistence.event;

import dev.stint.config.spec.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Facts about which way a run goes through its plan: what came from outside that it waits for, and
 * what it chose. What its steps do is told by the same events as of any step.
 */
public sealed interface PlanEvent extends RunEvent {

  /**
   * Word came from outside. It is kept until a step takes it.
   *
   * @param signal identity of this one, chosen by the sender, so that a repeat is no second one
   * @param name what it says happened
   * @param payload of what the step that takes it yields: name, data, who sent it and when
   * @param hash SHA-256 of name and data, to tell a repeat from a conflict
   * @param label of what it says (IF-1)
   */
  record SignalReceived(
      String signal, String name, String payload, String hash, Optional<Label> label)
      implements PlanEvent {}

  /** The oldest signal of that name ends the step's wait; the step yields its payload. */
  record SignalTaken(UnitId unit, String signal) implements PlanEvent {}

  /** The steps of an iteration are part of the plan from here on. */
  record LoopPlanned(String step, int iteration) implements PlanEvent {}

  /**
   * An iteration has ended.
   *
   * @param done the loop's condition holds
   */
  record LoopJudged(String step, int iteration, boolean done) implements PlanEvent {}

  /**
   * A check does not hold, or a plan that a model made cannot be used, and the steps that led to it
   * are done again: those of this round are part of the run from here on.
   *
   * @param step the check, or the step that makes the plan
   * @param round from 2 on
   */
  record RedoPlanned(String step, int round) implements PlanEvent {}

  /**
   * The permit of a child run, durable before it is submitted. What it may use at most is held in
   * this run's pot until it has ended.
   *
   * @param run its id, derived from this run and unit, so that no crash starts a second one
   * @param args payload of its inputs
   * @param argsHash SHA-256 of the canonical inputs
   * @param label of everything that goes into the child; absent where the plan knows no labels
   */
  record ChildStarted(
      UnitId unit,
      int attempt,
      RunId run,
      JobRef job,
      String args,
      String argsHash,
      long reserved,
      Verdict verdict,
      Optional<String> approval,
      Optional<Label> label)
      implements PlanEvent {}

  /**
   * The child run has ended.
   *
   * @param spent tokens that it used, by stage
   * @param output payload of what the step yields; empty when it failed
   * @param failure why the step has none
   * @param label of the output; absent where the plan knows no labels
   */
  record ChildEnded(
      UnitId unit,
      RunId run,
      RunStatus status,
      Map<Stage, Long> spent,
      String output,
      Optional<Failure> failure,
      Optional<Label> label)
      implements PlanEvent {
    public ChildEnded {
      spent = Map.copyOf(spent);
    }
  }

  /**
   * The plan that a model made is fixed from here on.
   *
   * @param document payload of what the model wrote, the value of the step that asked for it
   * @param hash SHA-256 of the frozen steps, named by approvals from here on
   */
  record PlanFrozen(String document, List<PlannedStep> steps, String hash) implements PlanEvent {
    public PlanFrozen {
      steps = List.copyOf(steps);
    }
  }
}

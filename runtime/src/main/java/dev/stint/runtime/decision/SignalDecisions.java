package dev.stint.runtime.decision;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.state.Course.Signal;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What word from outside does to a run that waits for it, or will. Pure. */
public final class SignalDecisions {
  /** Signals that a run keeps for steps to come. */
  public static final int MOST_KEPT = 100;

  /** Signals that a run takes in all its life: its state stays bounded. */
  public static final int MOST = 1_000;

  /** Code of the failure of a step whose signal did not come. */
  public static final String TIMEOUT = "signal_timeout";

  private SignalDecisions() {}

  static Decision decide(RunState state, RunCommand.Signal signal) {
    Signal before = state.course().signals().get(signal.id());
    if (before != null) return repeated(before, signal);
    return refusal(state, signal)
        .<Decision>map(Decision.Reject::new)
        .orElseGet(() ->
            Decision.persist(
                new PlanEvent.SignalReceived(
                    signal.id(), signal.name(), signal.payload(), signal.hash(), signal.label())));
  }

  private static Decision repeated(Signal before, RunCommand.Signal signal) {
    return before.hash().equals(signal.hash())
        ? new Decision.Unchanged()
        : Decision.reject(
            Rejection.conflict(
                "idempotency_conflict",
                "this idempotency key was used for another signal; use a new key"));
  }

  private static Optional<Rejection> refusal(RunState state, RunCommand.Signal signal) {
    if (state.phase() instanceof Phase.Stopping || state.finished()) {
      return Optional.of(
          Rejection.conflict(
              "run_over",
              "a run that is " + state.status().text() + " waits for no signal any more"));
    }
    TreeSet<String> known = new TreeSet<>();
    for (PlannedStep step : state.plan().steps()) {
      if (step.kind() == StepKind.SIGNAL) known.add(step.uses());
    }
    if (!known.contains(signal.name())) {
      return Optional.of(
          Rejection.notFound(
              "signal_unknown",
              "no step of this run waits for \""
                  + signal.name()
                  + "\"; "
                  + (known.isEmpty()
                      ? "none waits for any"
                      : "known: " + String.join(", ", known))));
    }
    Map<String, Signal> all = state.course().signals();
    boolean full =
        all.size() >= MOST || all.values().stream().filter(Signal::kept).count() >= MOST_KEPT;
    return full
        ? Optional.of(
            Rejection.conflict(
                "signals_full",
                "the run keeps as many signals as it can ("
                    + MOST_KEPT
                    + " not yet taken, "
                    + MOST
                    + " in all); send again when steps have taken some"))
        : Optional.empty();
  }

  /** The next wait that a kept signal ends, if there is one. */
  static Optional<RunEvent> follow(RunState state) {
    for (PlannedStep planned : state.plan().steps()) {
      if (planned.kind() != StepKind.SIGNAL) continue;
      var step = state.steps().get(planned.id());
      boolean waits = !step.done() && step.units().getFirst() instanceof UnitState.Sleeping;
      Optional<String> kept = state.course().kept(planned.uses()).map(Map.Entry::getKey);
      if (waits && kept.isPresent()) {
        return Optional.of(new PlanEvent.SignalTaken(step.unitId(0), kept.get()));
      }
    }
    return Optional.empty();
  }

  /** The steps whose time to wait is over. */
  static List<RunEvent> overdue(RunState state, Instant now) {
    List<RunEvent> events = new ArrayList<>();
    if (!(state.phase() instanceof Phase.Running)) return events;
    for (PlannedStep planned : state.plan().steps()) {
      if (planned.kind() != StepKind.SIGNAL) continue;
      var step = state.steps().get(planned.id());
      boolean over =
          !step.done()
              && step.units().getFirst() instanceof UnitState.Sleeping sleeping
              && !sleeping.until().isAfter(now);
      if (over) {
        events.add(
            ProgressDecisions.stepFailed(
                state,
                planned.id(),
                Failure.terminal(TIMEOUT, "signal " + planned.uses() + " did not come in time")));
      }
    }
    return events;
  }
}

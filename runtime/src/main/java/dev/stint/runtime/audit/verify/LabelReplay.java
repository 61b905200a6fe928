package dev.stint.runtime.audit.verify;

import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.label.FlowCheck;
import dev.stint.runtime.label.Flows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes through one run's history and says which of its labels do not hold. Without its job, only
 * that none falls and none goes where it may not. For one history; not thread-safe.
 */
final class LabelReplay {
  private final Optional<Origins> origins;
  private final List<Problem> problems = new ArrayList<>();
  private long labels;
  private long again;

  /**
   * @param seq of the event
   */
  record Problem(long seq, String code, String expected, String found) {}

  LabelReplay(Optional<Origins> origins) {
    this.origins = origins;
  }

  /** Labels that were looked at. */
  long labels() {
    return labels;
  }

  /** Labels that were computed again. */
  long again() {
    return again;
  }

  /** What is wrong; of a history that does not fold, as far as it does. */
  List<Problem> problems(List<Recorded> history) {
    Optional<RunState> state = Optional.empty();
    for (int i = 0; i < history.size(); i++) {
      try {
        if (state.isPresent()) look(i + 1L, state.get(), history.get(i));
        state = Optional.of(RunFold.apply(state, history.get(i)));
      } catch (RuntimeException _) {
        break; // checks 10 and 12 say why
      }
    }
    return List.copyOf(problems);
  }

  private void look(long seq, RunState before, Recorded recorded) {
    switch (recorded.event()) {
      case StepEvent.AttemptStarted e ->
          started(seq, before, e.unit(), e.label(), e.approval().isPresent());
      case PlanEvent.ChildStarted e ->
          started(seq, before, e.unit(), e.label(), e.approval().isPresent());
      case StepEvent.FlowRefused e -> refused(seq, before, e);
      case StepEvent.AttemptSucceeded e -> {
        if (before.unit(e.unit()) instanceof UnitState.InFlight flight) {
          Optional<Label> brings =
              origins.flatMap(o -> o.brings(before, e.unit(), flight.args().orElse("")));
          ended(seq, flight.label(), brings, e.label());
        }
      }
      case PlanEvent.ChildEnded e -> {
        if (e.failure().isEmpty() && before.unit(e.unit()) instanceof UnitState.Child child) {
          ended(seq, child.label(), Optional.empty(), e.label());
        }
      }
      default -> {}
    }
  }

  private void started(
      long seq, RunState before, UnitId unit, Optional<Label> label, boolean approved) {
    PlannedStep planned = before.plan().step(unit.step());
    if (planned.sink().isEmpty()) return;
    if (label.isEmpty()) {
      add(seq, "label_missing", "a label of what goes in", "none");
      return;
    }
    labels++;
    if (!planned.sink().get().clearance().admits(label.get())) {
      add(seq, "beyond_clearance", "" + planned.sink().get().clearance(), "" + label.get());
    }
    Optional<Flows> flows = origins.flatMap(o -> o.flows(before, unit));
    if (flows.isEmpty()) return;
    again++;
    if (!flows.get().whole().equals(label.get())) {
      add(seq, "label_differs", "" + flows.get().whole(), "" + label.get());
      return;
    }
    List<Crossing> crossings = FlowCheck.of(planned, flows.get());
    boolean asked = approved || before.submitted().dryRun();
    if (!crossings.isEmpty() && !(asked && FlowCheck.asks(planned, crossings))) {
      add(seq, "flow_not_refused", "a refusal: " + crossings.getFirst().code(), "a permit");
    }
  }

  private void refused(long seq, RunState before, StepEvent.FlowRefused e) {
    Optional<Flows> flows = origins.flatMap(o -> o.flows(before, e.unit()));
    if (flows.isEmpty()) return;
    List<Crossing> expected = FlowCheck.of(before.plan().step(e.step()), flows.get());
    if (expected.equals(e.crossings())) return;
    add(seq, "crossings_differ", "" + expected, "" + e.crossings());
  }

  private void ended(long seq, Optional<Label> in, Optional<Label> brings, Optional<Label> out) {
    if (in.isEmpty()) return;
    labels++;
    if (out.filter(label -> label.covers(in.get())).isEmpty()) {
      add(seq, "label_fell", "at least " + in.get(), out.map(Label::toString).orElse("none"));
      return;
    }
    if (brings.isEmpty()) return;
    again++;
    Label expected = in.get().join(brings.get());
    if (!expected.equals(out.get())) add(seq, "label_differs", "" + expected, "" + out.get());
  }

  private void add(long seq, String code, String expected, String found) {
    problems.add(new Problem(seq, code, expected, found));
  }
}

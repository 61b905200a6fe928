package dev.stint.runtime.submission;

import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.Rejection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which outcomes of a recorded run another one starts with: those of every step that is done and
 * does not depend on the step that is run anew. Pure.
 */
sealed interface TakenOver {
  /** In the order of the plan; outputs still name payloads of the recorded run. */
  record Outcomes(List<StepEvent> events) implements TakenOver {}

  record Refused(Rejection rejection) implements TakenOver {}

  static TakenOver from(List<Recorded> history, String fromStep) {
    RunState state = RunFold.fold(history).orElseThrow();
    Plan plan = state.submitted().plan();
    if (plan.find(fromStep).filter(s -> s.kind() != StepKind.PARTIAL).isEmpty()) {
      return refused(Rejection.Kind.NOT_FOUND, "step_unknown", unknown(plan, fromStep));
    }
    Set<String> anew = dependents(plan, fromStep);
    Set<String> needed = ancestors(plan, fromStep);
    List<StepEvent> events = new ArrayList<>();
    for (PlannedStep planned : plan.steps()) {
      if (anew.contains(planned.id()) || planned.kind() == StepKind.PARTIAL) continue;
      // Of steps that a check had done again, the newest round is the outcome.
      String newest = RedoProgress.newest(state, planned.id());
      StepState step = state.steps().get(newest);
      boolean whole =
          step.skipped().isPresent()
              || step.expanded()
                  && step.units().stream().allMatch(UnitState.Succeeded.class::isInstance);
      if (whole) {
        take(planned, step, state.course().arms(), history, events);
      } else if (needed.contains(planned.id())) {
        return refused(
            Rejection.Kind.CONFLICT,
            "step_not_reusable",
            "step "
                + planned.id()
                + " comes before "
                + fromStep
                + " and has no whole outcome to take over; choose it, or an earlier step");
      }
    }
    return new Outcomes(events);
  }

  private static void take(
      PlannedStep planned,
      StepState step,
      Map<String, Integer> arms,
      List<Recorded> history,
      List<StepEvent> events) {
    if (step.skipped().isPresent()) {
      events.add(new StepEvent.Skipped(planned.id(), step.skipped().get()));
      return;
    }
    if (planned.kind() == StepKind.BRANCH) {
      events.add(new StepEvent.BranchTaken(planned.id(), arms.get(planned.id())));
    } else if (planned.evaluates())
      events.add(new StepEvent.Expanded(planned.id(), step.units().size()));
    for (int i = 0; i < step.units().size(); i++) {
      var succeeded = (UnitState.Succeeded) step.units().get(i);
      UnitId made = step.unitId(i);
      UnitId unit = new UnitId(planned.id(), made.index(), made.item());
      RunEvent.Submitted of = (RunEvent.Submitted) history.getFirst().event();
      events.add(
          new StepEvent.Reused(
              unit, succeeded.output(), of.run(), seq(history, made), succeeded.label()));
    }
  }

  /** The event that brought the unit's outcome. */
  private static long seq(List<Recorded> history, UnitId unit) {
    for (int i = history.size() - 1; i >= 0; i--) {
      boolean brought =
          switch (history.get(i).event()) {
            case StepEvent.AttemptSucceeded e -> e.unit().equals(unit);
            case StepEvent.DoubtResolved e -> e.unit().equals(unit) && e.happened();
            case StepEvent.Reused e -> e.unit().equals(unit);
            case PlanEvent.SignalTaken e -> e.unit().equals(unit);
            case PlanEvent.ChildEnded e -> e.unit().equals(unit);
            default -> false;
          };
      if (brought) return i + 1L;
    }
    return 0;
  }

  private static Set<String> dependents(Plan plan, String step) {
    Set<String> found = new HashSet<>(Set.of(step));
    int before;
    do {
      before = found.size();
      for (PlannedStep planned : plan.steps()) {
        if (planned.dependsOn().stream().anyMatch(found::contains)) found.add(planned.id());
        if (planned.within().isEmpty()) continue;
        // A block is run anew as a whole: which way it goes may be another one.
        String block = planned.within().get().block();
        if (found.contains(planned.id())) found.add(block);
        if (found.contains(block)) found.add(planned.id());
      }
    } while (found.size() > before);
    return found;
  }

  private static Set<String> ancestors(Plan plan, String step) {
    Set<String> found = new HashSet<>(plan.step(step).dependsOn());
    for (PlannedStep planned : plan.steps().reversed()) {
      if (found.contains(planned.id())) found.addAll(planned.dependsOn());
    }
    return found;
  }

  private static Refused refused(Rejection.Kind kind, String code, String message) {
    return new Refused(new Rejection(kind, code, message));
  }

  private static String unknown(Plan plan, String found) {
    return "expected one of "
        + plan.steps().stream()
            .filter(s -> s.kind() != StepKind.PARTIAL)
            .map(PlannedStep::id)
            .collect(Collectors.joining(", "))
        + "; found step \""
        + found
        + "\"";
  }
}

package dev.stint.runtime.decision;

import dev.stint.config.spec.PlannerSpec;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.HashSet;
import java.util.Set;

/** When a plan that a model made becomes the run's (A3). Pure. */
final class PlannerDecisions {
  private PlannerDecisions() {}

  /** Once, from the value of the step that asked for it, with names of its own. */
  static Decision fix(RunState state, StepCommand.FixPlan fix) {
    if (!RunProgress.toFix(state) || !from(state, fix.document())) return new Decision.Unchanged();
    Set<String> names = new HashSet<>(state.steps().keySet());
    for (PlannedStep step : fix.steps()) {
      if (!names.add(step.id())) return new Decision.Unchanged();
    }
    return Decision.persist(new PlanEvent.PlanFrozen(fix.document(), fix.steps(), fix.hash()));
  }

  private static boolean from(RunState state, String document) {
    return state.steps().get(RedoProgress.newest(state, PlannerSpec.PLAN)).units().getFirst()
            instanceof UnitState.Succeeded made
        && made.output().equals(document);
  }

  /** A plan that cannot be read when it is to be fixed is the failure of the step that made it. */
  static boolean unusable(RunState state, StepCommand.FailStep fail) {
    return fail.step().equals(PlannerSpec.PLAN) && RunProgress.toFix(state);
  }
}

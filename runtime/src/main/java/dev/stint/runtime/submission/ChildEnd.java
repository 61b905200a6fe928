package dev.stint.runtime.submission;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.RunCommand.ReportChild;
import dev.stint.runtime.job.PlanFreezer;
import dev.stint.runtime.run.RunReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the parent is told.
 *
 * @param payloads of the result
 */
record ChildEnd(ReportChild report, List<Payload> payloads) {
  static ChildEnd without(UnitId unit, RunId run, RunStatus status, String why) {
    Optional<Failure> failure =
        why.isEmpty()
            ? Optional.empty()
            : Optional.of(Failure.terminal("child_refused", "run " + run + ": " + why));
    return new ChildEnd(
        new ReportChild(unit, run, status, Map.of(), "", failure, Optional.empty()), List.of());
  }

  static ChildEnd of(UnitId unit, RunState child, RunReader reader) {
    Payload result = ChildResult.of(child, reader);
    RunStatus status = child.status();
    return new ChildEnd(
        new ReportChild(
            unit,
            child.submitted().run(),
            status,
            child.pot().spent(),
            result.commit(),
            Optional.empty(),
            label(child)),
        List.of(result));
  }

  /** Of the child's outputs; nothing of a child that has none can say more than it was told. */
  private static Optional<Label> label(RunState child) {
    StepState outputs = child.steps().get(PlanFreezer.OUTPUTS);
    if (outputs == null) return Optional.of(Label.SYSTEM);
    return outputs.units().getFirst() instanceof UnitState.Succeeded done
        ? done.label()
        : Optional.empty();
  }
}

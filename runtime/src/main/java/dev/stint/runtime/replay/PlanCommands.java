package dev.stint.runtime.replay;

import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.StepCommand;
import java.util.List;

/** What can have led to a fact about the way through a plan. Pure. */
final class PlanCommands {
  private PlanCommands() {}

  static List<RunCommand> of(RunState state, PlanEvent event) {
    return switch (event) {
      case PlanEvent.SignalReceived e ->
          List.of(new RunCommand.Signal(e.signal(), e.name(), e.payload(), e.hash(), e.label()));
      case PlanEvent.LoopJudged e ->
          List.of(new StepCommand.JudgeLoop(e.step(), e.iteration(), e.done()));
      case PlanEvent.PlanFrozen e ->
          List.of(new StepCommand.FixPlan(e.document(), e.steps(), e.hash()));
      case PlanEvent.ChildStarted e -> List.of(PermitRequests.delegated(state, e));
      case PlanEvent.ChildEnded e ->
          List.of(
              new RunCommand.ReportChild(
                  e.unit(), e.run(), e.status(), e.spent(), e.output(), e.failure(), e.label()));
      // These only ever follow from others.
      case PlanEvent.SignalTaken _, PlanEvent.LoopPlanned _, PlanEvent.RedoPlanned _ -> List.of();
    };
  }
}

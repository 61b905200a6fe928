package dev.stint.runtime.replay;

import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import java.util.ArrayList;
import java.util.List;

/** What can have led to a fact about the run as a whole. Pure. */
final class LifecycleCommands {
  private LifecycleCommands() {}

  static List<RunCommand> of(RunState state, RunEvent.Lifecycle event) {
    return switch (event) {
      case RunEvent.Submitted e -> List.of(new RunCommand.Submit(e, false));
      case RunEvent.Started _ -> List.of(new RunCommand.Start());
      case RunEvent.Paused e -> List.of(new RunCommand.Pause(e.reason()));
      case RunEvent.Resumed _ -> List.of(new RunCommand.Resume());
      case RunEvent.CancelRequested e -> List.of(new RunCommand.Cancel(e.reason()));
      case RunEvent.KillAccepted e -> List.of(new RunCommand.Kill(e.reason()));
      case RunEvent.KillEffective e ->
          List.of(new RunCommand.Quiesced(e.interrupted(), e.unconfirmed()));
      case RunEvent.DeadlinePassed _ -> List.of(new RunCommand.Tick());
      case RunEvent.PolicyViolated e -> List.of(PermitRequests.denied(e));
      case RunEvent.BudgetExhausted e -> List.of(PermitRequests.tooMuch(state, e));
      case RunEvent.BudgetAlerted _, RunEvent.Finished _ -> List.of();
    };
  }

  /** A submission, with the outcomes that stand behind it when it has an origin. */
  static List<RunCommand> submit(List<Recorded> history, int at) {
    var event = (RunEvent.Submitted) history.get(at).event();
    List<StepEvent> takenOver = new ArrayList<>();
    if (event.origin().isPresent()) {
      history.stream()
          .skip(at + 1L)
          .map(Recorded::event)
          .takeWhile(LifecycleCommands::takenOver)
          .forEach(e -> takenOver.add((StepEvent) e));
    }
    return List.of(
        new RunCommand.Submit(event, true, takenOver),
        new RunCommand.Submit(event, false, takenOver));
  }

  private static boolean takenOver(DomainEvent event) {
    return event instanceof StepEvent.Expanded
        || event instanceof StepEvent.BranchTaken
        || event instanceof StepEvent.Skipped
        || event instanceof StepEvent.Reused;
  }

  /** What a kill became effective with, as far as the batch from {@code at} on says so. */
  static RunCommand.Quiesced quiesced(RunState state, List<Recorded> history, int at) {
    for (int i = at; i < history.size(); i++) {
      switch (history.get(i).event()) {
        case RunEvent.KillEffective e -> {
          return new RunCommand.Quiesced(own(state, e.interrupted()), own(state, e.unconfirmed()));
        }
        case StepEvent.AttemptLost _, StepEvent.AttemptInDoubt _ -> {}
        default -> {
          return new RunCommand.Quiesced(List.of(), List.of());
        }
      }
    }
    return new RunCommand.Quiesced(List.of(), List.of());
  }

  /** No step actor speaks for a unit that the run does not have. */
  private static List<UnitId> own(RunState state, List<UnitId> units) {
    return units.stream().filter(unit -> Known.unit(state, unit).isEmpty()).toList();
  }
}

package dev.stint.runtime.replay;

import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.ArrayList;
import java.util.List;

/** Where an alternative run would be, and what of it the record cannot tell. Pure. */
final class AlternativeOutcome {
  private AlternativeOutcome() {}

  static RunStatus status(RunState state) {
    return switch (state.phase()) {
      case Phase.Stopping stopping -> stopping.target();
      case Phase.Finished finished -> finished.status();
      case Phase.Running _ when state.pot().exhausted() ->
          state.pot().budget().partial() ? RunStatus.PARTIAL : RunStatus.FAILED;
      case Phase.Running _ when undecided(state) -> RunStatus.WAITING;
      case Phase.Running _, Phase.Queued _, Phase.Paused _ -> state.status();
    };
  }

  static long used(RunState state) {
    return state.pot().used() + state.pot().reserved();
  }

  static List<String> unknown(RunState recorded, RunState state, WhatIf change) {
    List<String> unknown = new ArrayList<>();
    if (undecided(state)) unknown.add("what a person would have decided about the new approval");
    if (state.pot().exhausted() && !recorded.pot().exhausted()) {
      unknown.add(
          "the partial result, which may use up to " + state.pot().availableWithTail() + " tokens");
    }
    if (recorded.pot().exhausted() && !state.pot().exhausted()) {
      unknown.add("what the steps after the recorded end of the budget would have cost");
    }
    if (!change.prompts().isEmpty()) {
      unknown.add("what the model would have answered to another prompt");
    }
    return unknown;
  }

  private static boolean undecided(RunState state) {
    return state.approvals().values().stream()
        .filter(ApprovalState::pending)
        .anyMatch(a ->
            state
                .findUnit(a.request().unit())
                .filter(UnitState.AwaitingApproval.class::isInstance)
                .isPresent());
  }
}

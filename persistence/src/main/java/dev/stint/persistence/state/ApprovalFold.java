package dev.stint.persistence.state;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.ApprovalState.Outcome;
import dev.stint.persistence.state.UnitState.Tries;
import java.time.Instant;
import java.util.Optional;

/** Folds people's decisions. Pure. */
final class ApprovalFold {
  private ApprovalFold() {}

  static RunState apply(RunState state, ApprovalEvent event, Instant at, String by) {
    return switch (event) {
      case ApprovalEvent.Requested e -> {
        Tries tries = state.unit(e.unit()).tries();
        yield with(
            state,
            ApprovalState.pending(e, at),
            e.unit(),
            new UnitState.AwaitingApproval(tries, e.approval()));
      }
      case ApprovalEvent.Granted e ->
          end(state, e.approval(), Outcome.GRANTED, at, by, e.comment());
      case ApprovalEvent.Rejected e ->
          end(state, e.approval(), Outcome.REJECTED, at, by, e.comment());
      case ApprovalEvent.Expired e ->
          end(state, e.approval(), Outcome.EXPIRED, at, by, "nobody decided in time");
      case ApprovalEvent.Voided e -> end(state, e.approval(), Outcome.VOIDED, at, by, e.reason());
    };
  }

  private static RunState end(
      RunState state, String id, Outcome outcome, Instant at, String by, String comment) {
    ApprovalState approval = state.approvals().get(id);
    UnitId unit = approval.request().unit();
    Tries tries = state.unit(unit).tries();
    UnitState next =
        switch (outcome) {
          case GRANTED -> new UnitState.Ready(tries, Optional.empty(), Optional.of(id), true);
          case VOIDED -> new UnitState.Ready(tries, Optional.empty(), Optional.empty(), true);
          case REJECTED ->
              new UnitState.Failed(
                  tries, Failure.terminal("approval_rejected", by + " rejected: " + comment));
          case EXPIRED ->
              new UnitState.Failed(
                  tries,
                  Failure.terminal(
                      "approval_expired", "nobody decided before the approval expired"));
          case PENDING -> throw new IllegalStateException("an approval does not end pending");
        };
    return with(state, approval.ended(outcome, at, by, comment), unit, next);
  }

  private static RunState with(
      RunState state, ApprovalState approval, UnitId unit, UnitState next) {
    StepState step = state.steps().get(unit.step()).with(unit, next);
    return new Change(state).approval(approval).step(step).build();
  }
}

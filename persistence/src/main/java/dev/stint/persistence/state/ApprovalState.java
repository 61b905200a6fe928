package dev.stint.persistence.state;

import dev.stint.persistence.event.ApprovalEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * One approval of a run. Immutable.
 *
 * @param decidedBy who granted or rejected
 */
public record ApprovalState(
    ApprovalEvent.Requested request,
    Instant requestedAt,
    Outcome outcome,
    Optional<String> decidedBy,
    Optional<Instant> decidedAt,
    Optional<String> comment) {
  /** What became of it. */
  public enum Outcome {
    PENDING,
    GRANTED,
    REJECTED,
    EXPIRED,
    VOIDED
  }

  static ApprovalState pending(ApprovalEvent.Requested request, Instant at) {
    return new ApprovalState(
        request, at, Outcome.PENDING, Optional.empty(), Optional.empty(), Optional.empty());
  }

  ApprovalState ended(Outcome how, Instant at, String by, String why) {
    return new ApprovalState(
        request, requestedAt, how, Optional.of(by), Optional.of(at), Optional.of(why));
  }

  public boolean pending() {
    return outcome == Outcome.PENDING;
  }
}

package dev.stint.persistence.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.stint.persistence.event.Failure;
import java.time.Instant;
import java.util.Optional;

/** Where one unit of a step is. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "unit")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UnitState.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = UnitState.AwaitingApproval.class, name = "awaiting_approval"),
  @JsonSubTypes.Type(value = UnitState.Sleeping.class, name = "sleeping"),
  @JsonSubTypes.Type(value = UnitState.InFlight.class, name = "in_flight"),
  @JsonSubTypes.Type(value = UnitState.InDoubt.class, name = "in_doubt"),
  @JsonSubTypes.Type(value = UnitState.Succeeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = UnitState.Failed.class, name = "failed")
})
public sealed interface UnitState {
  Tries tries();

  /**
   * How often the unit was tried.
   *
   * @param started permits given
   * @param failed attempts that ended in failure; what the retry limit counts
   * @param lost attempts that a dying node took with it
   */
  record Tries(int started, int failed, int lost) {
    static final Tries NONE = new Tries(0, 0, 0);

    Tries withStarted() {
      return new Tries(started + 1, failed, lost);
    }

    Tries withFailed() {
      return new Tries(started, failed + 1, lost);
    }

    Tries withLost() {
      return new Tries(started, failed, lost + 1);
    }
  }

  /**
   * May be tried.
   *
   * @param notBefore end of the backoff
   * @param approval granted for the next attempt
   * @param slept the wait of a wait step is over
   */
  record Ready(Tries tries, Optional<Instant> notBefore, Optional<String> approval, boolean slept)
      implements UnitState {}

  record AwaitingApproval(Tries tries, String approval) implements UnitState {}

  record Sleeping(Tries tries, Instant until) implements UnitState {}

  /**
   * A permit is out.
   *
   * @param approval the grant that the attempt uses up only when it succeeds
   */
  record InFlight(
      Tries tries, String lease, long reserved, Instant since, Optional<String> approval)
      implements UnitState {}

  record InDoubt(Tries tries, String message) implements UnitState {}

  record Succeeded(Tries tries, String output) implements UnitState {}

  record Failed(Tries tries, Failure failure) implements UnitState {}

  /** A unit nobody has tried yet. */
  static UnitState fresh() {
    return new Ready(Tries.NONE, Optional.empty(), Optional.empty(), false);
  }

  /** Whether nothing can change this unit any more. */
  default boolean settled() {
    return switch (this) {
      case Succeeded _, Failed _ -> true;
      case Ready _, AwaitingApproval _, Sleeping _, InFlight _, InDoubt _ -> false;
    };
  }
}

package dev.stint.persistence.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.RunId;
import java.time.Instant;
import java.util.Optional;

/** Where one unit of a step is. Immutable. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "unit")
@JsonSubTypes({
  @JsonSubTypes.Type(value = UnitState.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = UnitState.AwaitingApproval.class, name = "awaiting_approval"),
  @JsonSubTypes.Type(value = UnitState.Sleeping.class, name = "sleeping"),
  @JsonSubTypes.Type(value = UnitState.InFlight.class, name = "in_flight"),
  @JsonSubTypes.Type(value = UnitState.Child.class, name = "child"),
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
   * @param args payload of its arguments; absent in snapshots of the first version
   * @param label of everything that went in
   */
  record InFlight(
      Tries tries,
      String lease,
      long reserved,
      Instant since,
      Optional<String> approval,
      Optional<String> args,
      Optional<Label> label)
      implements UnitState {
    public InFlight {
      if (label == null) label = Optional.empty(); // snapshots from before there were labels
    }
  }

  /**
   * Another run does it.
   *
   * @param reserved tokens that it may use at most
   * @param args payload of its inputs
   * @param label of everything that went in
   */
  record Child(
      Tries tries,
      RunId run,
      long reserved,
      Instant since,
      String args,
      Optional<String> approval,
      Optional<Label> label)
      implements UnitState {}

  /**
   * Nobody knows whether a write happened.
   *
   * @param args payload of its arguments, to ask the tool with
   * @param queries how often the tool was asked
   * @param askAt the earliest time of the next question
   * @param label of everything that went in
   */
  record InDoubt(
      Tries tries,
      String message,
      Optional<String> args,
      int queries,
      Query query,
      Optional<Instant> askAt,
      Optional<Label> label)
      implements UnitState {
    public InDoubt {
      if (label == null) label = Optional.empty();
      if (query == null) query = Query.DUE; // snapshots of the first version
    }

    static InDoubt fresh(
        Tries tries, String message, Optional<String> args, Optional<Label> label) {
      return new InDoubt(tries, message, args, 0, Query.DUE, Optional.empty(), label);
    }

    InDoubt asked(int number) {
      return new InDoubt(tries, message, args, number, Query.ASKED, Optional.empty(), label);
    }

    InDoubt unanswered(Optional<Instant> again) {
      Query next = again.isPresent() ? Query.DUE : Query.OVER;
      return new InDoubt(tries, message, args, queries, next, again, label);
    }

    /** Whether the tool is still to be asked, where it can be. */
    public boolean open() {
      return args.isPresent() && query != Query.OVER;
    }
  }

  /** How far asking the tool has come. */
  enum Query {
    DUE,
    ASKED,
    /** It could not say; a person must. */
    OVER
  }

  /**
   * @param label of the output; absent in runs from before there were labels
   */
  record Succeeded(Tries tries, String output, Optional<Label> label) implements UnitState {
    public Succeeded {
      if (label == null) label = Optional.empty();
    }
  }

  record Failed(Tries tries, Failure failure) implements UnitState {}

  /** A unit nobody has tried yet. */
  static UnitState fresh() {
    return new Ready(Tries.NONE, Optional.empty(), Optional.empty(), false);
  }

  /** Whether nothing can change this unit any more. */
  default boolean settled() {
    return switch (this) {
      case Succeeded _, Failed _ -> true;
      case Ready _, AwaitingApproval _, Sleeping _, InFlight _, Child _, InDoubt _ -> false;
    };
  }
}

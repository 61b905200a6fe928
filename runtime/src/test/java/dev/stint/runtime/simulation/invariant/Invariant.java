package dev.stint.runtime.simulation.invariant;

import java.util.List;
import java.util.Optional;

/** A promise that holds after every step. Its class's name is its name. Stateless. */
public interface Invariant {
  List<Invariant> ALL =
      List.of(
          new ChainWhole(),
          new OneOwner(),
          new FinishedIsFinal(),
          new FoldEqualsLive(),
          new AcknowledgedSurvives(),
          new NoEffectBeforeItsPermit(),
          new NoEffectAfterKill(),
          new ApprovedContentOnly(),
          new OneEffectPerKey(),
          new DoubtIsNeverGuessed(),
          new NeverAboveTheCap(),
          new AttemptsBounded());

  /** How {@code seen} breaks it, in a sentence; empty while it holds. */
  Optional<String> broken(Observation seen);

  default String name() {
    return getClass().getSimpleName();
  }
}

package dev.stint.runtime.simulation.invariant;

import java.util.Optional;

/** Whatever was acknowledged is there for ever (2). */
final class AcknowledgedSurvives implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.lost().stream().findFirst();
  }
}

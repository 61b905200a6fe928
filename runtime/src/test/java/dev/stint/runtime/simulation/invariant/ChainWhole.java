package dev.stint.runtime.simulation.invariant;

import java.util.Optional;

/** What is readable is a whole chain (invariant 7). */
final class ChainWhole implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.damage();
  }
}

package dev.stint.runtime.simulation.invariant;

import java.util.Optional;

/** An idempotency key stands for one effect at most (3). */
final class OneEffectPerKey implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.calls().stream()
        .filter(call -> seen.sink().effects(call.key()) > 1)
        .map(call -> seen.sink().effects(call.key()) + " effects under " + call.key())
        .findFirst();
  }
}

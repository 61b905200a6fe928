package dev.stint.runtime.simulation.invariant;

import java.util.Optional;

/** No call leaves before its permit can be read from the disk (1). */
final class NoEffectBeforeItsPermit implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.calls().stream()
        .filter(call ->
            !Optional.ofNullable(seen.facts().get(call.run()))
                .flatMap(facts -> facts.permit(call.lease()))
                .filter(permit -> permit.unit().equals(call.unit()))
                .isPresent())
        .map(call -> call.key() + " was called without a permit")
        .findFirst();
  }
}

package dev.stint.runtime.simulation.invariant;

import java.util.Optional;

/**
 * Once a run has another owner, an earlier one appends nothing more, and nothing is replaced (8).
 */
final class OneOwner implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    if (!seen.replaced().isEmpty()) return Optional.of(seen.replaced().getFirst());
    return seen.appended().stream()
        .filter(appended -> seen.facts().get(appended.run()).ownerCameBack())
        .map(appended -> appended.writer() + " appended after it had lost " + appended.run())
        .findFirst();
  }
}

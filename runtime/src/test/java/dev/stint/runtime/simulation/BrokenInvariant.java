package dev.stint.runtime.simulation;

/** An invariant broke, or a run did not end. */
public final class BrokenInvariant extends AssertionError {
  private final String invariant;

  BrokenInvariant(String invariant, long seed, int step, String how) {
    super(
        "%s broke at step %d: %s; again with: scripts/simulate --seed %d"
            .formatted(invariant, step, how, seed));
    this.invariant = invariant;
  }

  public String invariant() {
    return invariant;
  }
}

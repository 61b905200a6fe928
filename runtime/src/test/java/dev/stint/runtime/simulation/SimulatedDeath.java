package dev.stint.runtime.simulation;

/** The process died in the middle of a write. */
final class SimulatedDeath extends RuntimeException {
  SimulatedDeath() {
    super("the process died", null, false, false);
  }
}

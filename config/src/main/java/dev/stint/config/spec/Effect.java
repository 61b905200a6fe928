package dev.stint.config.spec;

/** What a tool does to the world outside the run (B3). */
public enum Effect {
  /** Computes only. */
  NONE,
  /** Reads something outside, changes nothing. */
  READ,
  /** Changes something outside. */
  WRITE
}

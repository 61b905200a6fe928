package dev.stint.runtime.simulation;

/**
 * What stands between a crash and a broken promise. The simulation can leave one out, in its own
 * seams, to prove that the invariants would notice; the product has no such switch.
 */
public enum Safeguard {
  /** The store appends only what continues its head. */
  FENCING,
  /** The store flushes before it answers. */
  FLUSH,
  /** An idempotent tool answers a known key with its first receipt. */
  DEDUPE,
  /** A step waits for its permit to be durable. */
  PERMIT,
  /** A grant is good for the content whose hash it names. */
  APPROVAL_HASH,
  /** A kill shuts the egress gates of what is in flight. */
  KILL_FENCE,
  /** A permit reserves the worst case. */
  BUDGET_CAP,
  /** A write in doubt is asked about, not guessed. */
  QUERY
}

package dev.stint.runtime.replay;

import dev.stint.persistence.event.RunId;
import java.util.Map;
import java.util.Optional;

/**
 * What a verifying replay of one run found.
 *
 * @param events that hold
 * @param commands decided again to the same events
 * @param regenerated requests of steps that were computed again to the same, by event
 * @param notHere requests that cannot be computed on this node, by reason
 * @param unsaidRoles decisions of people whose record does not say which of the asked names they
 *     answer to, because it was written before that was kept
 * @param snapshot the event whose stored state was compared
 * @param decidingNanos spent on reading, folding and deciding, without what steps asked for
 */
public record RunVerification(
    RunId run,
    long events,
    long commands,
    Map<String, Long> regenerated,
    Map<String, Long> notHere,
    long unsaidRoles,
    Optional<Long> snapshot,
    long decidingNanos,
    Optional<Failure> failure) {

  /** Why the run does not hold, by stable code. */
  public enum Kind {
    /** The chain of records is broken, so that there is nothing to decide about. */
    RECORD_DAMAGED,
    /** The rules decide something else, or a step asks for something else. */
    NONDETERMINISM,
    /** A stored state is not what the events fold to. */
    STATE_DIVERGED
  }

  /** The first thing that does not hold. */
  public record Failure(Kind kind, Divergence divergence) {}

  public boolean holds() {
    return failure.isEmpty();
  }
}

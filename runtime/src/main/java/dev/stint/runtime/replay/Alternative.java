package dev.stint.runtime.replay;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import java.util.List;
import java.util.Optional;

/**
 * How a recorded run would have gone under other rules, as far as its recorded outcomes tell.
 *
 * @param status where it would be after its last recorded event
 * @param used tokens, recorded
 * @param wouldUse tokens under the other rules, calls cut off counted whole
 * @param flips decisions that would have been others, first to last
 * @param unknown what the record cannot tell
 * @param problem why the run cannot be decided again at all
 */
public record Alternative(
    RunId run,
    RunStatus recorded,
    RunStatus status,
    long used,
    long wouldUse,
    List<Flip> flips,
    List<String> unknown,
    Optional<String> problem) {
  public Alternative {
    flips = List.copyOf(flips);
    unknown = List.copyOf(unknown);
  }

  /**
   * A decision that would have been another.
   *
   * @param seq of the recorded event
   * @param subject the unit, step or approval
   * @param event name of the recorded event
   * @param instead name of the event in its place
   * @param rule what decided, e.g. {@code deny.tools stint.publish}; empty when it follows from
   *     other figures
   */
  public record Flip(
      long seq, String subject, String event, String instead, String rule, String why) {}

  public boolean changed() {
    return !flips.isEmpty() || status != recorded || used != wouldUse;
  }

  /** Positive when the other rules would have cost less. */
  public long saved() {
    return used - wouldUse;
  }
}

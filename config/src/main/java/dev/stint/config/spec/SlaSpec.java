package dev.stint.config.spec;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * By when a run must have ended (I3); one of {@code due} and {@code within} is present.
 *
 * @param due time of the day of the start, in the schedule's zone
 * @param within time since the start
 */
public record SlaSpec(
    Optional<LocalTime> due,
    Optional<Duration> within,
    Optional<Duration> warnBefore,
    OnBreach onBreach) {
  /** What a breach causes. */
  public enum OnBreach {
    ALERT,
    ESCALATE
  }
}

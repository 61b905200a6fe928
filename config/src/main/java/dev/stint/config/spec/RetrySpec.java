package dev.stint.config.spec;

import java.time.Duration;

/**
 * How a failed attempt is repeated (G1).
 *
 * @param max extra tries after the first: 2 means three tries
 * @param initial wait before the first extra try
 * @param jitter share of the wait that chance may add or take, 0 to 1
 * @param maxDelay longest wait
 */
public record RetrySpec(
    int max,
    Backoff backoff,
    Duration initial,
    double jitter,
    Duration maxDelay,
    OnExhausted onExhausted) {
  /** How waits grow. */
  public enum Backoff {
    EXPONENTIAL,
    FIXED
  }

  /** What follows the last failed try. */
  public enum OnExhausted {
    ESCALATE,
    FAIL,
    CONTINUE
  }

  /** Two extra tries after 2 s and 4 s. */
  public static final RetrySpec DEFAULT =
      new RetrySpec(
          2,
          Backoff.EXPONENTIAL,
          Duration.ofSeconds(2),
          0.2,
          Duration.ofMinutes(1),
          OnExhausted.ESCALATE);

  /**
   * The wait after {@code failedAttempts} failures, without jitter: grows with the count and never
   * exceeds {@link #maxDelay}.
   */
  public Duration delay(int failedAttempts) {
    if (failedAttempts < 1) return Duration.ZERO;
    if (initial.compareTo(maxDelay) >= 0) return maxDelay;
    if (backoff == Backoff.FIXED || initial.isZero()) return initial;
    int doublings = failedAttempts - 1;
    // Compared by halving the cap: doubling the wait would overflow long before the cap is asked.
    if (doublings > 62 || initial.toMillis() > maxDelay.toMillis() >> doublings) return maxDelay;
    return initial.multipliedBy(1L << doublings);
  }

  /**
   * The wait with jitter.
   *
   * @param chance a number from 0 to 1, drawn and recorded by the caller so that a replay agrees
   */
  public Duration delay(int failedAttempts, double chance) {
    Duration plain = delay(failedAttempts);
    double factor = 1 + jitter * (2 * Math.clamp(chance, 0, 1) - 1);
    Duration spread = Duration.ofMillis(Math.round(plain.toMillis() * factor));
    return spread.compareTo(maxDelay) > 0 ? maxDelay : spread;
  }
}

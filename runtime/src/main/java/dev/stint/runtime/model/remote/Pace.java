package dev.stint.runtime.model.remote;

import java.time.Duration;

/**
 * Spreads calls over time: so many a minute, a tenth of them at once. Times are nanoseconds of one
 * clock, given by the caller. Thread-safe.
 */
final class Pace {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int SHARE_AT_ONCE = 10;

  private final long interval;
  private final long burst;

  /** When the next call would be due if there were no burst. */
  private long due;

  private long notBefore;

  /**
   * @param perMinute 0 for no limit
   */
  Pace(int perMinute, long now) {
    this.interval = perMinute == 0 ? 0 : MINUTE / perMinute;
    this.burst = interval * Math.max(0, perMinute / SHARE_AT_ONCE - 1);
    this.due = now;
    this.notBefore = now;
  }

  /**
   * Takes the next turn, and says how long it is until then. A wait beyond {@code most} is no turn:
   * nothing was taken.
   */
  synchronized Duration take(long now, Duration most) {
    long next = Math.max(due, now);
    long wait = Math.max(0, Math.max(next - burst, notBefore) - now);
    if (wait <= most.toNanos()) due = next + interval;
    return Duration.ofNanos(wait);
  }

  synchronized void holdBack(long now, Duration wait) {
    notBefore = Math.max(notBefore, now + wait.toNanos());
  }
}

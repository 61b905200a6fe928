package dev.stint.runtime.tool.guard;

import dev.stint.config.spec.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At most so many calls in any stretch of time, on this node (B4). A restart forgets, and each node
 * counts its own. Thread-safe.
 */
public final class CallRates {
  private static final int KEPT = 10_000;

  private final Map<String, Deque<Instant>> calls =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Counts a call, if it may be made now.
   *
   * @param who calls what
   * @return zero when it was counted, else how long to wait at least
   */
  public synchronized Duration take(String who, RateLimit limit, Instant now) {
    Deque<Instant> made = calls.computeIfAbsent(who, _ -> new ArrayDeque<>());
    while (!made.isEmpty() && !made.getFirst().plus(limit.per()).isAfter(now)) made.removeFirst();
    if (made.size() < limit.calls()) {
      made.addLast(now);
      return Duration.ZERO;
    }
    Duration wait = Duration.between(now, made.getFirst().plus(limit.per()));
    // Set back, the clock makes no wait longer than the stretch.
    return wait.compareTo(limit.per()) > 0 ? limit.per() : wait;
  }
}

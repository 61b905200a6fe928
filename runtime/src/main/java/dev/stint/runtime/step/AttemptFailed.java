package dev.stint.runtime.step;

import dev.stint.persistence.event.PlannedStep;
import java.time.Duration;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/** Tells the supervisor to start the next incarnation after its backoff. */
final class AttemptFailed extends RuntimeException {
  AttemptFailed() {
    super("the attempt failed and is recorded", null, false, false);
  }

  /**
   * When the next incarnation starts. The journal counts the attempts; the supervisor only waits.
   *
   * @param failed attempts of the unit that failed before this actor was made
   */
  static SupervisorStrategy backoff(PlannedStep.Retry retry, int failed) {
    Duration first = Duration.ofMillis(Math.max(1, retry.delayMs(failed + 1)));
    Duration most =
        Duration.ofMillis(Math.max(first.toMillis(), retry.factor() > 1 ? retry.maxMs() : 1));
    return SupervisorStrategy.restartWithBackoff(first, most, 0)
        .withMaxRestarts(retry.maxFailures())
        .withResetBackoffAfter(Duration.ofDays(1))
        .withLoggingEnabled(false);
  }
}

package dev.stint.runtime.tool.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Leaves a tool alone that fails again and again, and tries it with one call when some time has
 * passed (B4). Thread-safe.
 */
public final class CircuitBreaker {
  private static final int FACTOR = 2;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final int failures;
  private final Duration first;
  private int inRow;
  private Duration pause;
  private Optional<Instant> openUntil = Optional.empty();
  private boolean trying;

  /**
   * @param failures in a row that open it
   * @param first how long it stays open the first time
   */
  public CircuitBreaker(int failures, Duration first) {
    this.failures = failures;
    this.first = first;
    this.pause = first;
  }

  /**
   * Asks to call. Whoever may must report how it went.
   *
   * @return when to ask again; nothing when the call may be made
   */
  public synchronized Optional<Instant> ask(Instant now) {
    if (openUntil.isEmpty()) return Optional.empty();
    Instant until = openUntil.get();
    if (now.isBefore(until)) return Optional.of(until);
    if (trying) return Optional.of(now.plus(first));
    trying = true;
    return Optional.empty();
  }

  /** The tool answered, if only with a refusal. */
  public synchronized void answered() {
    inRow = 0;
    pause = first;
    openUntil = Optional.empty();
    trying = false;
  }

  /** The tool did not answer, or not as it should. */
  public synchronized void failed(Instant now) {
    inRow++;
    if (!trying && inRow < failures) return;
    boolean again = trying;
    trying = false;
    if (again)
      pause =
          pause.multipliedBy(FACTOR).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(FACTOR);
    openUntil = Optional.of(now.plus(pause));
  }

  /** The call says nothing about the tool: it was interrupted. */
  public synchronized void unknown() {
    trying = false;
  }
}

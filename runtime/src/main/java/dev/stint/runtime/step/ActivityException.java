package dev.stint.runtime.step;

import dev.stint.persistence.event.Failure;
import java.time.Duration;
import java.util.Optional;

/** An attempt that failed in a way that has a name. */
public final class ActivityException extends Exception {
  private final transient Failure failure;
  private final transient Optional<Long> tokens;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param tokens billed all the same; absent when nobody knows
   */
  public ActivityException(Failure failure, Optional<Long> tokens) {
    this(failure, tokens, Optional.empty());
  }

  /**
   * @param retryAfter what the other side asks to be given before another attempt
   */
  public ActivityException(Failure failure, Optional<Long> tokens, Optional<Duration> retryAfter) {
    super(failure.code() + ": " + failure.message());
    this.retryAfter = retryAfter;
    this.failure = failure;
    this.tokens = tokens;
  }

  public static ActivityException terminal(String code, String message) {
    return new ActivityException(Failure.terminal(code, message), Optional.of(0L));
  }

  public Failure failure() {
    return failure;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  public Optional<Long> tokens() {
    return tokens;
  }
}

package dev.stint.runtime.step;

import dev.stint.persistence.event.Failure;
import java.util.Optional;

/** An attempt that failed in a way that has a name. */
public final class ActivityException extends Exception {
  private final transient Failure failure;
  private final transient Optional<Long> tokens;

  /**
   * @param tokens billed all the same; absent when nobody knows
   */
  public ActivityException(Failure failure, Optional<Long> tokens) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
    this.tokens = tokens;
  }

  public static ActivityException terminal(String code, String message) {
    return new ActivityException(Failure.terminal(code, message), Optional.of(0L));
  }

  public Failure failure() {
    return failure;
  }

  public Optional<Long> tokens() {
    return tokens;
  }
}

package dev.stint.runtime.model;

import dev.stint.persistence.event.Failure;
import java.time.Duration;
import java.util.Optional;

/** A model call that failed in a way that decides what happens next. */
public final class ModelException extends Exception {
  private final transient Failure failure;
  private final transient Optional<Duration> retryAfter;
  private final boolean billed;

  /**
   * @param billed the provider may have billed the call, so that it settles at its worst case
   */
  public ModelException(Failure failure, Optional<Duration> retryAfter, boolean billed) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
    this.retryAfter = retryAfter;
    this.billed = billed;
  }

  public Failure failure() {
    return failure;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  public boolean billed() {
    return billed;
  }
}

package dev.stint.runtime.model;

import dev.stint.persistence.event.Failure;
import java.time.Duration;
import java.util.Optional;

/** A model call that failed in a way that decides what happens next. */
public final class ModelException extends Exception {
  private final transient Failure failure;
  private final transient Optional<Duration> retryAfter;
  private final boolean billed;
  private final long tokens;

  /**
   * @param billed the provider may have billed the call, so that it settles at its worst case
   */
  public ModelException(Failure failure, Optional<Duration> retryAfter, boolean billed) {
    this(failure, retryAfter, billed, -1);
  }

  private ModelException(
      Failure failure, Optional<Duration> retryAfter, boolean billed, long tokens) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
    this.retryAfter = retryAfter;
    this.billed = billed;
    this.tokens = tokens;
  }

  /** A failure that the provider billed so many tokens. */
  public static ModelException billed(Failure failure, long tokens) {
    return new ModelException(failure, Optional.empty(), true, tokens);
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

  /** Tokens that were billed; empty when nobody knows, so that the reservation is. */
  public Optional<Long> tokens() {
    if (!billed) return Optional.of(0L);
    return tokens < 0 ? Optional.empty() : Optional.of(tokens);
  }
}

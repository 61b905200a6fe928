package dev.stint.runtime.tool;

import dev.stint.persistence.event.Failure;

/** A tool call that failed in a way the tool can name. */
public final class ToolException extends Exception {
  private final transient Failure failure;

  public ToolException(Failure failure) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
  }

  /**
   * The same call may succeed later.
   *
   * @param code stable, lower snake case
   * @param message one sentence for a person, free of secrets and personal data
   */
  public static ToolException retryable(String code, String message) {
    return new ToolException(Failure.retryable(code, message));
  }

  /** Trying again cannot help. */
  public static ToolException terminal(String code, String message) {
    return new ToolException(Failure.terminal(code, message));
  }

  /** Nobody knows whether the effect happened. */
  public static ToolException inDoubt(String code, String message) {
    return new ToolException(Failure.inDoubt(code, message));
  }

  public Failure failure() {
    return failure;
  }
}

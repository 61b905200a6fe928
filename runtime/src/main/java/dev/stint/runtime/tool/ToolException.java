package dev.stint.runtime.tool;

import dev.stint.persistence.event.Failure;

/** A tool call that failed in a way the tool can name. */
public final class ToolException extends Exception {
  private final transient Failure failure;

  public ToolException(Failure failure) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}

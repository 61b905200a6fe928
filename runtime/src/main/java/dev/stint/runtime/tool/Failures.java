package dev.stint.runtime.tool;

import dev.stint.persistence.event.Failure;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Exceptions of the built-in tools. */
public final class Failures {
  private Failures() {}

  public static ToolException terminal(String code, String message) {
    return new ToolException(Failure.terminal(code, message));
  }

  public static ToolException retryable(String code, String message) {
    return new ToolException(Failure.retryable(code, message));
  }

  /** A disk that failed once may work again; the path stays out of the message. */
  public static ToolException disk(IOException e) throws InterruptedException {
    if (e instanceof ClosedByInterruptException) throw new InterruptedException("while writing");
    return retryable("disk_failed", "the disk refused: " + e.getClass().getSimpleName());
  }
}

package dev.stint.api.http;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits, on the request's virtual thread, for what the node answers, and throws what went wrong
 * there as it is: an overloaded journal is no fault of the server (G4).
 */
final class Waiting {
  private static final long PATIENCE_SECONDS = 30;

  private Waiting() {}

  static <T> T on(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException) throw Problems.noAnswer();
      if (e.getCause() instanceof Exception cause) throw cause;
      throw e;
    } catch (TimeoutException _) {
      throw Problems.noAnswer();
    }
  }
}

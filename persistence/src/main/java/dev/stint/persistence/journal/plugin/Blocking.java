package dev.stint.persistence.journal.plugin;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;

/** Runs what blocks away from actors; a failure reaches Pekko as it was thrown. */
final class Blocking {
  private Blocking() {}

  /** What is known already. */
  static <T> Future<T> done(T value) {
    Promise<T> promise = Promise$.MODULE$.apply();
    promise.success(value);
    return promise.future();
  }

  static <T> Future<T> run(Supplier<T> action, Executor executor) {
    Promise<T> promise = Promise$.MODULE$.apply();
    executor.execute(() -> {
      try {
        promise.success(action.get());
      } catch (RuntimeException | Error e) {
        promise.failure(e);
      }
    });
    return promise.future();
  }
}

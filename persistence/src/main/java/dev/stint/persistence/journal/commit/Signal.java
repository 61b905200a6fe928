package dev.stint.persistence.journal.commit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Remembers that something was committed until the one reader that owns it asks.
 *
 * <p>The reader first reads to the end, then awaits; a commit in between is not missed because a
 * raised signal stays raised until it is awaited.
 */
public final class Signal implements Subscription {
  private final Consumer<Signal> onClose;
  private CompletableFuture<Boolean> current = new CompletableFuture<>();

  Signal(Consumer<Signal> onClose) {
    this.onClose = onClose;
  }

  /** Forgets earlier commits; call before reading what {@link #await} is to wait beyond. */
  public synchronized void reset() {
    if (current.isDone()) current = new CompletableFuture<>();
  }

  /** Completes with true at the first commit since {@link #reset}, with false when closed. */
  public synchronized CompletionStage<Boolean> await() {
    return current.copy();
  }

  void raise() {
    complete(true);
  }

  @Override
  public void close() {
    onClose.accept(this);
    complete(false);
  }

  private void complete(boolean committed) {
    CompletableFuture<Boolean> waiting;
    synchronized (this) {
      waiting = current;
    }
    waiting.complete(committed); // outside the lock: a reader may continue on this thread
  }
}

package dev.stint.runtime.model.remote;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many calls one server gets, at once and in a minute, from all runs of this node (G4). When it
 * says to come back later, all wait. First come, first served. Thread-safe.
 */
final class ServerGate {
  private final String name;
  private final ServerSettings.Limits limits;
  private final Semaphore places;
  private final Pace pace;
  private final LongSupplier nanos;

  ServerGate(String name, ServerSettings.Limits limits, LongSupplier nanos) {
    this.name = name;
    this.limits = limits;
    this.places = new Semaphore(limits.concurrent(), true);
    this.pace = new Pace(limits.perMinute(), nanos.getAsLong());
    this.nanos = nanos;
  }

  /**
   * Waits for a place.
   *
   * @throws ModelException retryable {@code model_busy}, with the time to come back; nothing was
   *     sent
   */
  void enter() throws ModelException, InterruptedException {
    long patience = limits.queue().toNanos();
    if (!places.tryAcquire(patience, TimeUnit.NANOSECONDS)) {
      throw busy(limits.concurrent() + " calls are under way", limits.queue());
    }
    boolean in = false;
    try {
      Duration wait = pace.take(nanos.getAsLong(), limits.queue());
      if (wait.compareTo(limits.queue()) > 0) throw busy("it is to be left alone for now", wait);
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      in = true;
    } finally {
      if (!in) places.release();
    }
  }

  void leave() {
    places.release();
  }

  /** Lets nobody in for so long. */
  void holdBack(Duration wait) {
    pace.holdBack(nanos.getAsLong(), wait);
  }

  private ModelException busy(String why, Duration retryAfter) {
    String message = "the model server " + name + " has no place: " + why;
    return new ModelException(
        Failure.retryable("model_busy", message), Optional.of(retryAfter), false);
  }
}

package dev.stint.runtime.replay;

import java.time.Instant;
import java.time.InstantSource;

/** The time of the event that is being regenerated. Belongs to one replay. */
final class RecordedClock implements InstantSource {
  private Instant now = Instant.EPOCH;

  void set(Instant at) {
    now = at;
  }

  @Override
  public Instant instant() {
    return now;
  }
}

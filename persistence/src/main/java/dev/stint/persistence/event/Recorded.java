package dev.stint.persistence.event;

import java.time.Instant;
import java.util.List;

/**
 * An event as the journal keeps it.
 *
 * @param at chosen once, by the node that decided
 * @param by {@code user:...} or {@code system}
 * @param payloads values that ride in the same atomic batch; empty on events read back
 */
public record Recorded(Instant at, String by, RunEvent event, List<Payload> payloads) {
  /** The actor of everything no person asked for. */
  public static final String SYSTEM = "system";

  public static Recorded of(Instant at, String by, RunEvent event) {
    return new Recorded(at, by, event, List.of());
  }
}

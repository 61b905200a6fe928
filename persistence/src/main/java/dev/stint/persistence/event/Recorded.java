package dev.stint.persistence.event;

import dev.stint.persistence.journal.Journaled;
import java.time.Instant;
import java.util.List;

/**
 * An event as the journal keeps it.
 *
 * @param at chosen once, by the node that decided
 * @param by {@code user:...} or {@code system}
 * @param values payloads that ride in the same atomic batch; empty on events read back
 */
public record Recorded(Instant at, String by, DomainEvent event, List<Payload> values)
    implements Journaled {
  /** The actor of everything no person asked for. */
  public static final String SYSTEM = "system";

  public static Recorded of(Instant at, String by, DomainEvent event) {
    return new Recorded(at, by, event, List.of());
  }

  @Override
  public List<dev.stint.persistence.journal.store.Payload> payloads() {
    return values.stream()
        .map(p -> new dev.stint.persistence.journal.store.Payload(p.commit(), p.bytes()))
        .toList();
  }

  @Override
  public Recorded withoutPayloads() {
    return values.isEmpty() ? this : of(at, by, event);
  }
}

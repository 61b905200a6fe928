package dev.stint.runtime.run;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events that become durable together, with the payloads they name. Immutable. */
record Batch(List<Recorded> records) {
  static final Batch EMPTY = new Batch(List.of());

  Batch {
    records = List.copyOf(records);
  }

  /** Decided by {@code by} at {@code now}; the payloads ride with the first event. */
  static Batch of(List<RunEvent> events, String by, Instant now, List<Payload> payloads) {
    List<Recorded> records = new ArrayList<>(events.size());
    for (RunEvent event : events) {
      records.add(new Recorded(now, by, event, records.isEmpty() ? payloads : List.of()));
    }
    return new Batch(records);
  }

  Batch and(Batch more) {
    List<Recorded> both = new ArrayList<>(records);
    both.addAll(more.records);
    return new Batch(both);
  }
}

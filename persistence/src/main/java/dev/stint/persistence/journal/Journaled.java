package dev.stint.persistence.journal;

import dev.stint.persistence.journal.store.Payload;
import java.time.Instant;
import java.util.List;

/** An event that says when it happened, who caused it, and which payloads it refers to. */
public interface Journaled {
  /** Stored in the same batch as the event: both are durable or neither is. */
  List<Payload> payloads();

  /** The event as it is read back: without its payloads. */
  Journaled withoutPayloads();

  /** When it happened; kept to the millisecond. */
  Instant at();

  /** The actor who caused it, "" when it was the system. */
  String by();
}

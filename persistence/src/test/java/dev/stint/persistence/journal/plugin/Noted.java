package dev.stint.persistence.journal.plugin;

import dev.stint.persistence.journal.Journaled;
import dev.stint.persistence.journal.store.Payload;
import java.time.Instant;
import java.util.List;

/** An event as Stint's own are: canonical JSON, and payloads beside it. */
public record Noted(String text, Instant at, String by, List<Payload> payloads)
    implements Journaled {
  private static final Instant AT = Instant.parse("2026-06-17T08:30:00Z");

  public Noted(String text) {
    this(text, AT, "ann", List.of());
  }

  @Override
  public Noted withoutPayloads() {
    return new Noted(text, at, by, List.of());
  }

  public Noted with(Payload payload) {
    return new Noted(text, at, by, List.of(payload));
  }
}

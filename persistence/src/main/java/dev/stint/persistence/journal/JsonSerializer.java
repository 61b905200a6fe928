package dev.stint.persistence.journal;

import java.time.Instant;

/**
 * Marks a Pekko serializer whose bytes are one canonical JSON value (RFC 8785), so that they are
 * kept as they are inside the record and an auditor can read them (AU-3, AU-7).
 *
 * <p>The journal trusts the promise while writing; {@link StintJournal#verify} checks it.
 */
public interface JsonSerializer {
  /**
   * Completes an event that was read back with what stands beside its data in the record.
   *
   * @param event what the serializer made of the data
   */
  default Object completed(Object event, Instant at, String by) {
    return event;
  }
}

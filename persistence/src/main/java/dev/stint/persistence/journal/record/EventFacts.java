package dev.stint.persistence.journal.record;

import java.time.Instant;

/**
 * Everything a record says about an event that is known before its place in the chain is.
 *
 * @param adapter manifest of a Pekko event adapter, "" when there is none
 * @param at when it happened
 * @param by who caused it, "" for the system
 * @param data one canonical JSON value, which must not be changed any more
 * @param serializer id of the Pekko serializer
 * @param type stable name of the event
 * @param writer the owner that wrote it
 */
public record EventFacts(
    String persistenceId,
    long seq,
    Instant at,
    String by,
    byte[] data,
    int serializer,
    String type,
    String adapter,
    String writer) {}

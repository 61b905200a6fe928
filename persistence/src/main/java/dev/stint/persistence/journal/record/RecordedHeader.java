package dev.stint.persistence.journal.record;

import java.time.Instant;

/**
 * A record that was checked and read.
 *
 * @param offset its commit number across all persistence ids
 * @param at when it happened
 * @param by who caused it, "" for the system
 * @param type stable name of the event
 * @param serializer id of the Pekko serializer that wrote {@code data}
 * @param data one canonical JSON value, UTF-8
 * @param adapter manifest of a Pekko event adapter, "" when there is none
 * @param epoch how many owners the persistence id had had, this one included
 * @param writer that owner
 * @param prev hash of the record before, in hex; "" for the first
 * @param hash hash of this record, in hex
 * @param json the header itself: the bytes that were hashed
 */
public record RecordedHeader(
    long offset,
    String persistenceId,
    long seq,
    Instant at,
    String by,
    String type,
    int serializer,
    byte[] data,
    String adapter,
    long epoch,
    String writer,
    String prev,
    String hash,
    byte[] json) {}

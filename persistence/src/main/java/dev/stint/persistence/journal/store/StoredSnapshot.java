package dev.stint.persistence.journal.store;

/**
 * A saved state; one per persistence id and sequence number.
 *
 * @param timestamp milliseconds since the epoch, as the caller gave it
 */
public record StoredSnapshot(String persistenceId, long seq, long timestamp, byte[] bytes) {}

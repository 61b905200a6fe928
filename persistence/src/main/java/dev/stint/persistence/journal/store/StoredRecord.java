package dev.stint.persistence.journal.store;

/**
 * A record as the store returns it, unchecked.
 *
 * @param offset its commit number across all persistence ids, from 1 and without a gap
 */
public record StoredRecord(long offset, String persistenceId, long seq, byte[] bytes) {}

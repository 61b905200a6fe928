package dev.stint.persistence.journal.store;

/**
 * One record to append.
 *
 * @param bytes what is stored and later returned, unchanged
 * @param hash the 32-byte chain hash of the record
 */
public record NewRecord(byte[] bytes, byte[] hash) {}

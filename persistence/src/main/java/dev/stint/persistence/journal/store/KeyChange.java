package dev.stint.persistence.journal.store;

/**
 * The data key of one persistence id, wrapped anew.
 *
 * @param was the wrapped key that is replaced
 * @param becomes the same key, wrapped by another master key
 */
public record KeyChange(String persistenceId, byte[] was, byte[] becomes) {}

package dev.stint.persistence.journal;

/**
 * Marks a Pekko serializer whose bytes are one canonical JSON value (RFC 8785), so that they are
 * kept as they are inside the record and an auditor can read them (AU-3, AU-7).
 *
 * <p>The journal trusts the promise while writing; {@link StintJournal#verify} checks it.
 */
public interface JsonSerializer {}

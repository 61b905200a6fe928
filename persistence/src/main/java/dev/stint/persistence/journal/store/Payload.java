package dev.stint.persistence.journal.store;

/**
 * Content that an event refers to by its commitment: a prompt, arguments, a result, an artifact.
 *
 * @param commit the salted commitment the event carries; the key of the bytes within one run
 * @param bytes opaque, normally encrypted
 */
public record Payload(String commit, byte[] bytes) {}

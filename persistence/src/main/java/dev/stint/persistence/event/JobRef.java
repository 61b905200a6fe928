package dev.stint.persistence.event;

/**
 * The immutable job version that a run is pinned to.
 *
 * @param digest SHA-256 over every file of the job
 */
public record JobRef(String name, String version, String digest) {}

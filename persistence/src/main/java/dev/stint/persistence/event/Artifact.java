package dev.stint.persistence.event;

/**
 * A named result of a run.
 *
 * @param size bytes
 * @param sha256 of the content
 * @param payload commitment under which the content is kept
 */
public record Artifact(String name, String mediaType, long size, String sha256, String payload) {}

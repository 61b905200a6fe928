package dev.stint.runtime.tool;

/**
 * A source as the job of a call declares it under {@code data}.
 *
 * @param location as in this run; a folder is absolute and one that the job may read
 * @param classification public, internal, confidential or restricted
 * @param department that the run belongs to
 */
public record DeclaredSource(
    String id, String location, String classification, String department) {}

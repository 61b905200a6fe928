package dev.stint.runtime.knowledge.index;

/**
 * What the index knows of one document of its source.
 *
 * @param stamp as the source gave it when the document was read last
 * @param hash SHA-256 of its bytes
 * @param title may be empty
 * @param chunks how many passages it gave
 * @param problem why it gave none, as {@code code: sentence}; empty when all is well
 */
public record IndexedDocument(
    String path, String stamp, String hash, String title, int chunks, String problem) {}

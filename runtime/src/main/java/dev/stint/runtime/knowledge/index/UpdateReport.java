package dev.stint.runtime.knowledge.index;

import java.util.List;

/**
 * What an update did.
 *
 * @param documents of the source now
 * @param read whose content was fetched
 * @param changed whose passages were made anew
 * @param removed that are no longer in the source
 * @param chunks in the index now
 * @param embedded passages that needed a new vector
 * @param problems documents that gave nothing, and what the source left out
 */
public record UpdateReport(
    IndexState state,
    int documents,
    int read,
    int changed,
    int removed,
    int chunks,
    int embedded,
    List<String> problems) {}

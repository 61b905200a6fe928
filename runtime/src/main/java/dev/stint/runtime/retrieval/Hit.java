package dev.stint.runtime.retrieval;

/**
 * A chunk that matched.
 *
 * @param sharedTerms distinct query terms that it, its heading or its title has
 */
public record Hit(Chunk chunk, double score, int sharedTerms) {}

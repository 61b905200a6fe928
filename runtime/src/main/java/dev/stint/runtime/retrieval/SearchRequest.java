package dev.stint.runtime.retrieval;

/**
 * What to look for.
 *
 * @param limit most chunks
 * @param minSources distinct documents wanted among them
 * @param maxTokens most tokens of chunk text in all
 */
public record SearchRequest(String query, int limit, int minSources, long maxTokens) {}

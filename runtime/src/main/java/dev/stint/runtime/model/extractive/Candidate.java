package dev.stint.runtime.model.extractive;

import java.util.List;

/**
 * A sentence that may be chosen.
 *
 * @param document what it comes from, for diversity
 * @param citations ids of the passages it is taken from
 * @param passage 0-based position of its passage among all passages
 * @param position 0-based position in its passage
 */
record Candidate(String text, String document, List<String> citations, int passage, int position) {}

package dev.stint.runtime.retrieval;

import java.util.Comparator;
import java.util.List;

/**
 * Tells hits from noise. BM25 scores mean nothing by themselves, so the floor is relative to the
 * best hit, and a chunk must share more than a single word with a query of several. Pure.
 */
final class Relevance {
  private static final double SHARE_OF_BEST = 0.33;
  private static final int LEAST_TERMS = 2;

  private Relevance() {}

  static List<Hit> above(List<Hit> hits, int queryTerms) {
    int terms = Math.min(LEAST_TERMS, queryTerms);
    List<Hit> sharing =
        hits.stream()
            .filter(hit -> hit.sharedTerms() >= terms)
            .sorted(
                Comparator.comparingDouble(Hit::score)
                    .reversed()
                    .thenComparing(hit -> hit.chunk().id()))
            .toList();
    if (sharing.isEmpty()) return sharing;
    double floor = sharing.getFirst().score() * SHARE_OF_BEST;
    return sharing.stream().filter(hit -> hit.score() >= floor).toList();
  }
}

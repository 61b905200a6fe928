package dev.stint.runtime.retrieval;

import java.util.Comparator;
import java.util.List;

/**
 * Tells hits from noise. A BM25 score means nothing by itself, but a share of the most that a query
 * could score does: on unrelated documents the best share stays under a fifth. Pure.
 */
public final class Relevance {
  private static final double LEAST_SHARE = 0.2;
  private static final double SHARE_OF_BEST = 0.35;
  private static final int LEAST_TERMS = 2;

  private Relevance() {}

  /**
   * @param queryTerms distinct terms of the query
   * @param weight sum of their idf
   */
  public static List<Hit> above(List<Hit> hits, int queryTerms, double weight) {
    int terms = Math.min(LEAST_TERMS, queryTerms);
    List<Hit> sharing =
        hits.stream()
            .filter(hit -> hit.sharedTerms() >= terms)
            .sorted(
                Comparator.comparingDouble(Hit::score)
                    .reversed()
                    .thenComparing(hit -> hit.chunk().id()))
            .toList();
    if (sharing.isEmpty() || sharing.getFirst().score() < weight * LEAST_SHARE) return List.of();
    double floor = sharing.getFirst().score() * SHARE_OF_BEST;
    return sharing.stream().filter(hit -> hit.score() >= floor).toList();
  }
}

package dev.stint.runtime.model.extractive;

import dev.stint.runtime.model.extractive.Ranking.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses sentences that say different things and come from different documents. Pure. */
final class Selection {
  private static final double SAME = 0.6;
  private static final double REDUNDANCY = 0.35;
  private static final double WORTH = 0.4;
  private static final int LEAST = 2;

  private Selection() {}

  /**
   * At most {@code max} sentences, in reading order: document by document, in the order in which
   * the documents were given.
   *
   * @param minDocuments distinct documents to reach before anything else counts, where possible
   */
  static List<Candidate> choose(List<Scored> ranked, int max, int minDocuments) {
    List<Scored> chosen = new ArrayList<>();
    Set<String> documents = new HashSet<>();
    while (chosen.size() < max) {
      boolean needNew = documents.size() < Math.min(minDocuments, max);
      Scored next = best(ranked, chosen, needNew ? documents : Set.of());
      if (next == null && needNew) next = best(ranked, chosen, Set.of());
      if (next == null || !needNew && chosen.size() >= LEAST && weak(next, ranked)) break;
      chosen.add(next);
      documents.add(next.candidate().document());
    }
    return readingOrder(chosen);
  }

  /** Better a short section than one padded with what scarcely belongs there. */
  private static boolean weak(Scored next, List<Scored> ranked) {
    return next.score() < ranked.getFirst().score() * WORTH;
  }

  private static Scored best(List<Scored> ranked, List<Scored> chosen, Set<String> avoid) {
    Scored best = null;
    double bestValue = 0;
    for (Scored scored : ranked) {
      if (chosen.contains(scored) || avoid.contains(scored.candidate().document())) continue;
      double closest =
          chosen.stream()
              .mapToDouble(c -> Ranking.cosine(c.vector(), scored.vector()))
              .max()
              .orElse(0);
      double value = scored.score() * (1 - REDUNDANCY * closest);
      if (closest < SAME && value > bestValue) {
        best = scored;
        bestValue = value;
      }
    }
    return best;
  }

  private static List<Candidate> readingOrder(List<Scored> chosen) {
    List<String> documents =
        chosen.stream()
            .map(Scored::candidate)
            .sorted(Comparator.comparingInt(Candidate::passage))
            .map(Candidate::document)
            .distinct()
            .toList();
    return chosen.stream()
        .map(Scored::candidate)
        .sorted(
            Comparator.comparingInt((Candidate c) -> documents.indexOf(c.document()))
                .thenComparingInt(Candidate::passage)
                .thenComparingInt(Candidate::position))
        .toList();
  }
}

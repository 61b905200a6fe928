package dev.stint.runtime.knowledge.index;

import dev.stint.runtime.retrieval.Hit;
import dev.stint.runtime.retrieval.NearDuplicates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts rankings together, and passages that say the same. Pure. */
final class Ranking {
  /** The usual constant of reciprocal rank fusion: how much more the first places count. */
  private static final double FLATNESS = 60;

  private Ranking() {}

  /** A passage, its print, and where else it stands. */
  record Ranked(Hit hit, long print, List<String> alsoIn) {}

  /** One ranking of several: what stands high in any, and highest what does in all. */
  static List<Ranked> fused(List<List<Ranked>> rankings) {
    Map<String, Double> scores = new HashMap<>();
    Map<String, Ranked> all = new LinkedHashMap<>();
    for (List<Ranked> ranking : rankings) {
      for (int i = 0; i < ranking.size(); i++) {
        Ranked ranked = ranking.get(i);
        String id = ranked.hit().chunk().id();
        scores.merge(id, 1 / (FLATNESS + i + 1), Double::sum);
        all.putIfAbsent(id, ranked);
      }
    }
    return all.values().stream()
        .sorted(
            Comparator.comparingDouble((Ranked r) -> scores.get(r.hit().chunk().id()))
                .reversed()
                .thenComparing(r -> r.hit().chunk().id()))
        .toList();
  }

  /** Without passages that nearly repeat a better one, which then says where they stand. */
  static List<Ranked> distinct(List<Ranked> ranking) {
    List<Ranked> kept = new ArrayList<>();
    for (Ranked ranked : ranking) {
      var same =
          kept.stream().filter(k -> NearDuplicates.same(k.print(), ranked.print())).findFirst();
      if (same.isEmpty()) {
        kept.add(new Ranked(ranked.hit(), ranked.print(), new ArrayList<>()));
        continue;
      }
      String path = ranked.hit().chunk().source();
      boolean elsewhere = !path.equals(same.get().hit().chunk().source());
      if (elsewhere && !same.get().alsoIn().contains(path)) same.get().alsoIn().add(path);
    }
    return kept;
  }
}

package dev.stint.runtime.retrieval;

import dev.stint.runtime.model.TokenCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills the allowance: first the best chunk of each of as many documents as are wanted, then the
 * best of the rest, no document taking more than half of the places. Pure.
 */
public final class Diversity {
  private final SearchRequest request;
  private final List<Hit> chosen = new ArrayList<>();
  private final Map<String, Integer> perDocument = new HashMap<>();
  private long tokens;

  private Diversity(SearchRequest request) {
    this.request = request;
  }

  /** What of {@code hits}, best first, is taken. */
  public static SearchResult pick(List<Hit> hits, SearchRequest request) {
    var pick = new Diversity(request);
    Set<String> documents = new HashSet<>();
    for (Hit hit : hits) {
      boolean wanted = documents.size() < request.minSources();
      String source = hit.chunk().source();
      if (wanted && !documents.contains(source) && pick.admit(hit)) documents.add(source);
    }
    int most = Math.max(1, (request.limit() + 1) / 2);
    for (Hit hit : hits) {
      boolean room = pick.perDocument.getOrDefault(hit.chunk().source(), 0) < most;
      if (room && !pick.chosen.contains(hit)) pick.admit(hit);
    }
    List<Chunk> ordered = hits.stream().filter(pick.chosen::contains).map(Hit::chunk).toList();
    return new SearchResult(ordered, pick.tokens);
  }

  private boolean admit(Hit hit) {
    long more = TokenCounter.o200k().count(hit.chunk().text());
    if (chosen.size() >= request.limit() || tokens + more > request.maxTokens()) return false;
    chosen.add(hit);
    tokens += more;
    perDocument.merge(hit.chunk().source(), 1, Integer::sum);
    return true;
  }
}

package dev.stint.runtime.knowledge.index;

import dev.stint.runtime.knowledge.embed.Embedder;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.Hit;
import dev.stint.runtime.retrieval.KeywordQuery;
import dev.stint.runtime.retrieval.Relevance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;

/** Ranks the passages of one open index for a question. */
final class IndexSearch {
  private static final int CANDIDATES = 60;

  private final IndexSearcher searcher;
  private final Optional<Embedder> embedder;
  private final double leastCosine;

  /**
   * @param leastCosine below it a passage is about something else
   */
  IndexSearch(IndexSearcher searcher, Optional<Embedder> embedder, double leastCosine) {
    this.searcher = searcher;
    this.embedder = embedder;
    this.leastCosine = leastCosine;
  }

  List<Ranking.Ranked> ranked(String question, SearchMode mode) throws IOException {
    List<List<Ranking.Ranked>> rankings = new ArrayList<>();
    if (mode != SearchMode.VECTOR) rankings.add(byWords(question));
    if (mode != SearchMode.KEYWORD) rankings.add(byMeaning(question));
    return Ranking.distinct(Ranking.fused(rankings));
  }

  private List<Ranking.Ranked> byWords(String question) throws IOException {
    Set<String> wanted = KeywordQuery.questionTerms(question);
    if (wanted.isEmpty()) return List.of();
    Map<String, Long> prints = new HashMap<>();
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc found : searcher.search(KeywordQuery.of(question), CANDIDATES).scoreDocs) {
      IndexFields.Stored stored = stored(found);
      Chunk chunk = stored.chunk();
      Set<String> shared =
          KeywordQuery.terms(chunk.title() + " " + chunk.heading() + " " + chunk.text());
      shared.retainAll(wanted);
      hits.add(new Hit(chunk, found.score, shared.size()));
      prints.put(chunk.id(), stored.print());
    }
    return Relevance.above(hits, wanted.size(), weight(wanted)).stream()
        .map(hit -> new Ranking.Ranked(hit, prints.get(hit.chunk().id()), List.of()))
        .toList();
  }

  /** What a passage with all these terms could score: BM25 gives each term less than its idf. */
  private double weight(Set<String> terms) throws IOException {
    var statistics = searcher.collectionStatistics("text");
    double all = statistics == null ? 0 : statistics.docCount();
    double weight = 0;
    for (String term : new TreeSet<>(terms)) {
      double in = searcher.getIndexReader().docFreq(new Term("text", term));
      weight += Math.log(1 + (all - in + 0.5) / (in + 0.5));
    }
    return weight;
  }

  private List<Ranking.Ranked> byMeaning(String question) throws IOException {
    float[] meant = embedder.orElseThrow().embed(List.of(question)).getFirst();
    var query = new KnnFloatVectorQuery(IndexFields.VECTOR, meant, CANDIDATES);
    List<Ranking.Ranked> ranked = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query, CANDIDATES).scoreDocs) {
      double cosine = 2 * found.score - 1; // as Lucene scores vectors of length one
      if (cosine < leastCosine) break;
      IndexFields.Stored stored = stored(found);
      ranked.add(new Ranking.Ranked(new Hit(stored.chunk(), cosine, 0), stored.print(), List.of()));
    }
    return ranked;
  }

  private IndexFields.Stored stored(ScoreDoc found) throws IOException {
    return IndexFields.stored(searcher.storedFields().document(found.doc));
  }
}

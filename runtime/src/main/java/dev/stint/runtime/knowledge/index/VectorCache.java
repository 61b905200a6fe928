package dev.stint.runtime.knowledge.index;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.knowledge.embed.Embedder;
import dev.stint.runtime.retrieval.Chunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * Vectors for chunks: those that the index already has for the same text, and new ones for the rest
 * (C4). Not thread-safe.
 */
final class VectorCache {
  private final Embedder embedder;
  private final Optional<DirectoryReader> known;
  private int embedded;

  VectorCache(Embedder embedder, Optional<DirectoryReader> known) {
    this.embedder = embedder;
    this.known = known;
  }

  /** Passages that needed the model so far. */
  int embedded() {
    return embedded;
  }

  /** A vector for each chunk, by what it means. */
  Map<String, float[]> of(List<Chunk> chunks) throws IOException {
    Map<String, float[]> vectors = new HashMap<>();
    Map<String, String> missing = new LinkedHashMap<>();
    for (Chunk chunk : chunks) {
      String text = IndexFields.meaning(chunk);
      String key = Sha256.hex(text);
      Optional<float[]> old = vectors.containsKey(key) ? Optional.empty() : stored(key);
      if (old.isPresent()) vectors.put(key, old.get());
      else if (!vectors.containsKey(key)) missing.putIfAbsent(key, text);
    }
    List<String> keys = new ArrayList<>(missing.keySet());
    List<float[]> fresh = embedder.embed(new ArrayList<>(missing.values()));
    for (int i = 0; i < keys.size(); i++) vectors.put(keys.get(i), fresh.get(i));
    embedded += keys.size();
    return vectors;
  }

  private Optional<float[]> stored(String key) throws IOException {
    if (known.isEmpty()) return Optional.empty();
    for (LeafReaderContext leaf : known.get().leaves()) {
      var postings = leaf.reader().postings(new Term(IndexFields.MEANING, key));
      var vectors = leaf.reader().getFloatVectorValues(IndexFields.VECTOR);
      if (postings == null || vectors == null) continue;
      int doc = postings.nextDoc();
      if (doc == DocIdSetIterator.NO_MORE_DOCS) continue;
      KnnVectorValues.DocIndexIterator at = vectors.iterator();
      if (at.advance(doc) == doc) return Optional.of(vectors.vectorValue(at.index()).clone());
    }
    return Optional.empty();
  }
}

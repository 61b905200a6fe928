package dev.stint.runtime.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * A folder's chunks in an in-memory BM25 index with an English analyzer (D1).
 *
 * <p>The same contents and query give the same hits in the same order, on any machine: chunks enter
 * in the order of their source, into one segment. Immutable, thread-safe.
 */
public final class DocumentIndex {
  private static final int CANDIDATES = 60;
  private final List<Chunk> chunks;
  private final List<String> notes;
  private final IndexSearcher searcher;

  private DocumentIndex(List<Chunk> chunks, List<String> notes, IndexSearcher searcher) {
    this.chunks = chunks;
    this.notes = notes;
    this.searcher = searcher;
  }

  /** Indexes {@code contents}; chunks that repeat an earlier one are left out. */
  public static DocumentIndex of(DocumentFolder.Contents contents) {
    var chunker = new MarkdownChunker();
    List<Chunk> all = new ArrayList<>();
    contents.documents().forEach(document -> all.addAll(chunker.chunks(document)));
    List<Chunk> chunks = NearDuplicates.dropped(all);
    try {
      return new DocumentIndex(List.copyOf(chunks), contents.notes(), searcher(chunks));
    } catch (IOException e) {
      throw new UncheckedIOException("an index in memory cannot fail to be written", e);
    }
  }

  public List<Chunk> chunks() {
    return chunks;
  }

  /** What of the folder was left out or repaired. */
  public List<String> notes() {
    return notes;
  }

  /** The best chunks for {@code request}; none when nothing is relevant. */
  public SearchResult search(SearchRequest request) {
    try {
      return Diversity.pick(hits(request.query()), request);
    } catch (IOException e) {
      throw new UncheckedIOException("an index in memory cannot fail to be read", e);
    }
  }

  private List<Hit> hits(String text) throws IOException {
    Set<String> wanted = KeywordQuery.questionTerms(text);
    if (wanted.isEmpty() || chunks.isEmpty()) return List.of();
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc found : searcher.search(KeywordQuery.of(text), CANDIDATES).scoreDocs) {
      Chunk chunk = chunks.get(found.doc);
      Set<String> shared =
          KeywordQuery.terms(chunk.title() + " " + chunk.heading() + " " + chunk.text());
      shared.retainAll(wanted);
      hits.add(new Hit(chunk, found.score, shared.size()));
    }
    return Relevance.above(hits, wanted.size(), weight(wanted));
  }

  /** What a chunk with all these terms could score: BM25 gives each term less than its idf. */
  private double weight(Set<String> terms) throws IOException {
    double weight = 0;
    for (String term : new java.util.TreeSet<>(terms)) {
      double in = searcher.getIndexReader().docFreq(new Term("text", term));
      weight += Math.log(1 + (chunks.size() - in + 0.5) / (in + 0.5));
    }
    return weight;
  }

  private static IndexSearcher searcher(List<Chunk> chunks) throws IOException {
    var directory = new ByteBuffersDirectory();
    try (var writer = new IndexWriter(directory, new IndexWriterConfig(KeywordQuery.analyzer()))) {
      for (Chunk chunk : chunks) {
        var document = new org.apache.lucene.document.Document();
        document.add(new TextField("text", chunk.text(), Field.Store.NO));
        document.add(new TextField("heading", chunk.heading(), Field.Store.NO));
        document.add(new TextField("title", chunk.title(), Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    return new IndexSearcher(DirectoryReader.open(directory));
  }
}

package dev.stint.runtime.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * A folder's chunks in an in-memory BM25 index with an English analyzer (D1).
 *
 * <p>The same contents and query give the same hits in the same order, on any machine: chunks enter
 * in the order of their source, into one segment. Immutable, thread-safe.
 */
public final class DocumentIndex {
  private static final int CANDIDATES = 60;
  private static final Analyzer ANALYZER = new EnglishAnalyzer();

  /** A question is about its other words. */
  private static final Analyzer QUESTIONS = new EnglishAnalyzer(stopWords());

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
    Set<String> wanted = terms(QUESTIONS, text);
    if (wanted.isEmpty() || chunks.isEmpty()) return List.of();
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query(text), CANDIDATES).scoreDocs) {
      Chunk chunk = chunks.get(found.doc);
      Set<String> shared =
          terms(ANALYZER, chunk.title() + " " + chunk.heading() + " " + chunk.text());
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

  private static Query query(String text) {
    var builder = new QueryBuilder(QUESTIONS);
    var query = new BooleanQuery.Builder();
    add(query, builder.createBooleanQuery("text", text), 1.0f);
    add(query, builder.createBooleanQuery("heading", text), 0.6f);
    add(query, builder.createBooleanQuery("title", text), 0.6f);
    return query.build();
  }

  private static void add(BooleanQuery.Builder query, Query part, float boost) {
    if (part != null) query.add(new BoostQuery(part, boost), BooleanClause.Occur.SHOULD);
  }

  private static Set<String> terms(Analyzer analyzer, String text) throws IOException {
    Set<String> terms = new HashSet<>();
    try (var stream = analyzer.tokenStream("text", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) terms.add(term.toString());
      stream.end();
    }
    return terms;
  }

  private static CharArraySet stopWords() {
    var words = new CharArraySet(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET, true);
    words.addAll(
        List.of(
            "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "do", "does",
            "did", "can", "could", "should", "would", "may", "must", "has", "have", "had", "i",
            "me", "my", "we", "us", "our", "you", "your", "tell", "about", "say", "says"));
    return words;
  }

  private static IndexSearcher searcher(List<Chunk> chunks) throws IOException {
    var directory = new ByteBuffersDirectory();
    try (var writer = new IndexWriter(directory, new IndexWriterConfig(ANALYZER))) {
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

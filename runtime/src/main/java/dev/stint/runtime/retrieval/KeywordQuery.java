package dev.stint.runtime.retrieval;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;

/** How questions are asked of fields {@code text}, {@code heading}, {@code title}. Thread-safe. */
public final class KeywordQuery {
  private static final Analyzer ANALYZER = new EnglishAnalyzer();

  /** A question is about its other words. */
  private static final Analyzer QUESTIONS = new EnglishAnalyzer(stopWords());

  private KeywordQuery() {}

  /** What the fields are analysed with. */
  public static Analyzer analyzer() {
    return ANALYZER;
  }

  /** The terms of a question that count. */
  public static Set<String> questionTerms(String text) throws IOException {
    return terms(QUESTIONS, text);
  }

  /** The terms of a passage. */
  public static Set<String> terms(String text) throws IOException {
    return terms(ANALYZER, text);
  }

  /** What finds the chunks that share words with a question. */
  public static Query of(String text) {
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
}

package dev.stint.runtime.citation;

import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.KeywordQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a sentence that a model wrote is about what its chunks say (EV-6, A17): half of its words
 * stand in them, and all of its figures do. A test of words, not of meaning: it finds a citation of
 * something else, not a "not" that is missing. Pure.
 */
final class Support {
  static final double LEAST_SHARE = 0.5;
  private static final Pattern MARK = Pattern.compile("\\[[a-z]+-[a-z0-9]+]");
  private static final Pattern FIGURE = Pattern.compile("\\d+(?:[.,:/-]\\d+)*");

  private Support() {}

  static boolean found(String sentence, List<Chunk> chunks) {
    var text = new StringBuilder();
    for (Chunk chunk : chunks) {
      text.append(chunk.title()).append('\n').append(chunk.heading()).append('\n');
      text.append(chunk.text()).append('\n');
    }
    String said = MARK.matcher(normal(sentence)).replaceAll(" ");
    String there = normal(text.toString());
    if (!figures(there).containsAll(figures(said))) return false;
    try {
      Set<String> words = KeywordQuery.terms(said);
      Set<String> shared = new HashSet<>(words);
      shared.retainAll(KeywordQuery.terms(there));
      return words.isEmpty() || shared.size() >= LEAST_SHARE * words.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a text in memory
    }
  }

  private static Set<String> figures(String text) {
    Set<String> figures = new TreeSet<>();
    Matcher matcher = FIGURE.matcher(text);
    while (matcher.find()) figures.add(matcher.group().replace(",", ""));
    return figures;
  }

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }
}

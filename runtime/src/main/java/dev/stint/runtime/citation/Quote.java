package dev.stint.runtime.citation;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a sentence stands in a text, whatever happened to spaces, quotes and case on the way.
 *
 * <p>A redaction mark such as {@code [person-k3f9]} stands for any words: a draft is redacted, the
 * chunk it quotes may not be. The words around the marks must still all be there, in order.
 */
final class Quote {
  private static final Pattern MARK = Pattern.compile("\\[[a-z]+-[a-z0-9]+]");
  private static final int LEAST_CHARS = 12;

  private Quote() {}

  static boolean stands(String sentence, String text) {
    String whole = normal(MARK.matcher(text).replaceAll(" "));
    int at = 0;
    int matched = 0;
    for (String piece : MARK.split(sentence)) {
      String wanted = normal(piece);
      if (wanted.isEmpty()) continue;
      int found = whole.indexOf(wanted, at);
      if (found < 0) return false;
      at = found + wanted.length();
      matched += wanted.length();
    }
    return matched >= Math.min(LEAST_CHARS, whole.length());
  }

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }
}

package dev.stint.runtime.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Matches a pattern whose group 1 is what to redact, checks it, and checks that it stands free.
 *
 * @param needed by every match, so that most texts are done with at once
 * @param free refuses a match that touches a letter, digit or underscore on either side
 */
record PatternRecognizer(
    RedactionKind kind, Needed needed, Pattern pattern, boolean free, Predicate<String> plausible)
    implements Recognizer {
  @Override
  public List<Found> find(String folded) {
    if (!needed.isIn(folded)) return List.of();
    List<Found> all = new ArrayList<>();
    Matcher matcher = pattern.matcher(folded);
    int at = 0;
    while (at <= folded.length() && matcher.find(at)) {
      int from = matcher.start(1);
      int to = matcher.end(1);
      String value = matcher.group(1);
      boolean take = (!free || standsFree(folded, from, to)) && plausible.test(value);
      if (take) all.add(new Found(kind, from, to, value.toLowerCase(Locale.ROOT)));
      at = take ? Math.max(to, at + 1) : Math.max(matcher.start() + 1, at + 1);
    }
    return all;
  }

  private static boolean standsFree(String text, int from, int to) {
    return (from == 0 || !joins(text.charAt(from - 1)))
        && (to == text.length() || !joins(text.charAt(to)));
  }

  private static boolean joins(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}

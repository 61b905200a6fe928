package dev.stint.runtime.model.extractive;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How well a sentence stands on its own in a formal report: 0 (unusable) to 1. Pure. */
final class Fitness {
  /** For a document that has nothing better: a section needs its second source. */
  private static final double LAST_RESORT = 0.02;

  private static final int LEAST_WORDS = 4;
  private static final int MIN_WORDS = 7;
  private static final int LONG_WORDS = 38;
  private static final int MAX_WORDS = 60;
  private static final Pattern MARK = Pattern.compile("\\[[a-z]+-[a-z0-9]+]");
  private static final Pattern PERSONAL =
      Pattern.compile("\\b(you|your|yours|we|our|us|i|my|it's|let's|\\w+n['’]t|you['’]\\w+)\\b");

  private static final Pattern RULE =
      Pattern.compile(
          "\\b(must|shall|required?|requires|responsible|prohibited|mandatory|may not)\\b");

  /** Words that lean on a sentence the report will not show. */
  private static final List<String> DANGLING =
      List.of(
          "this ",
          "that ",
          "these ",
          "those ",
          "it ",
          "they ",
          "he ",
          "she ",
          "however",
          "but ",
          "so ",
          "and ",
          "or ",
          "then ",
          "instead",
          "otherwise",
          "also",
          "such ",
          "therefore",
          "for example",
          "in this case",
          "in that case",
          "in addition",
          "see ",
          "click ",
          "follow ",
          "note",
          "the following",
          "below",
          "above",
          "as above",
          "here ",
          "there ",
          "both ",
          "either ",
          "again",
          "once there",
          "contact ",
          "questions ",
          "for questions",
          "for more",
          "if so",
          "nor ",
          "who ",
          "which ",
          "yes",
          "no,",
          "step ",
          "where ",
          "please",
          "accordingly",
          "as part of",
          "along the same",
          "in practice",
          "so far ",
          "visit ",
          "wait ",
          "use ");

  private Fitness() {}

  static double of(String sentence) {
    String lower = sentence.toLowerCase(Locale.ROOT);
    int words = sentence.split("\\s+").length;
    if (words < LEAST_WORDS || words > MAX_WORDS || lower.contains("http")) return 0;
    boolean whole = sentence.endsWith(".") || sentence.endsWith(".)") || sentence.endsWith(".”");
    boolean opens = Character.isUpperCase(sentence.codePointAt(0)) || sentence.startsWith("“");
    boolean prose = !lower.contains("www.") && sentence.indexOf('|') < 0 && balanced(sentence);
    if (!whole || !opens || !prose || words < MIN_WORDS) return LAST_RESORT;
    double fitness = RULE.matcher(lower).find() ? 1.2 : 1;
    if (words > LONG_WORDS) fitness *= 0.6;
    if (DANGLING.stream().anyMatch(lower::startsWith)) fitness *= 0.3;
    if (PERSONAL.matcher(lower).find()) fitness *= 0.5;
    if (MARK.matcher(sentence).find()) fitness *= 0.4;
    if (lower.contains("below") || lower.contains("the following") || lower.contains("above"))
      fitness *= 0.5;
    if (sentence.indexOf('!') >= 0 || sentence.indexOf('…') >= 0) fitness *= 0.5;
    return fitness;
  }

  /** A quote or bracket left open means that the sentence was cut in the wrong place. */
  private static boolean balanced(String sentence) {
    long quotes = sentence.chars().filter(c -> c == '"').count();
    return quotes % 2 == 0
        && count(sentence, '(') == count(sentence, ')')
        && count(sentence, '“') == count(sentence, '”');
  }

  private static long count(String sentence, char c) {
    return sentence.chars().filter(x -> x == c).count();
  }
}

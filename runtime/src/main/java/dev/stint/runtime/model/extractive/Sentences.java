package dev.stint.runtime.model.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts English text into sentences; a line break always ends one. Pure. */
public final class Sentences {
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "e.g", "i.e", "vs", "cf", "mr", "mrs", "ms", "dr", "st", "no", "sec", "inc", "ltd",
          "corp", "co", "dept", "approx", "min", "max", "fig", "art", "u.s", "u.s.c", "pub", "rev",
          "a.m", "p.m", "jr", "sr");

  private Sentences() {}

  /** The sentences of {@code text} in order, trimmed, list marks taken off. */
  public static List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    for (String line : text.split("\\R")) splitLine(unmarked(line.strip()), sentences);
    return sentences;
  }

  private static String unmarked(String line) {
    if (line.startsWith("- ") || line.startsWith("* ")) return line.substring(2).strip();
    int digits = 0;
    while (digits < line.length() && Character.isDigit(line.charAt(digits))) digits++;
    boolean numbered = digits > 0 && digits < 3 && line.startsWith(". ", digits);
    return numbered ? line.substring(digits + 2).strip() : line;
  }

  private static void splitLine(String line, List<String> out) {
    int start = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '.' && c != '!' && c != '?') continue;
      int end = closing(line, i + 1);
      if (c == '.' && abbreviation(line, start, i)) continue;
      if (end < line.length() && !startsSentence(line, end)) continue;
      add(line.substring(start, end), out);
      start = end;
      i = end - 1;
    }
    if (start < line.length()) add(line.substring(start), out);
  }

  private static int closing(String line, int i) {
    while (i < line.length() && "\"')]”’".indexOf(line.charAt(i)) >= 0) i++;
    return i;
  }

  private static boolean startsSentence(String line, int i) {
    if (!Character.isWhitespace(line.charAt(i))) return false;
    while (i < line.length() && Character.isWhitespace(line.charAt(i))) i++;
    if (i == line.length()) return true;
    char c = line.charAt(i);
    return Character.isUpperCase(c) || Character.isDigit(c) || "\"'([“‘".indexOf(c) >= 0;
  }

  private static boolean abbreviation(String line, int start, int dot) {
    int from = dot;
    while (from > start
        && (Character.isLetter(line.charAt(from - 1)) || line.charAt(from - 1) == '.')) from--;
    String word = line.substring(from, dot);
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static void add(String sentence, List<String> out) {
    String trimmed = sentence.strip();
    if (!trimmed.isEmpty()) out.add(trimmed);
  }
}

package dev.stint.runtime.model.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Content words of a text, folded so that {@code accounts} and {@code account} are one. Pure. */
final class Words {
  private static final Set<String> STOP =
      Set.of(
          ("a an and any are as at be been being but by can do does for from had has have he her his"
                  + " how i if in into is it its may more most must no not of on or other our out"
                  + " over own shall she should so some such than that the their them then there"
                  + " these they this those through to under until up upon was we were what when"
                  + " where which while who will with within would you your all also each both")
              .split(" "));

  private Words() {}

  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (word.length() > 1 && !STOP.contains(word)) words.add(stem(word));
    }
    return words;
  }

  /** A light suffix stripper: enough to compare words, never shown to anyone. */
  private static String stem(String word) {
    if (word.length() > 5 && word.endsWith("ies"))
      return word.substring(0, word.length() - 3) + "y";
    if (word.length() > 6 && word.endsWith("ing")) return word.substring(0, word.length() - 3);
    if (word.length() > 6 && word.endsWith("ion")) return word.substring(0, word.length() - 3);
    if (word.length() > 5 && word.endsWith("ed")) return word.substring(0, word.length() - 2);
    if (word.length() > 4 && word.endsWith("es")) return word.substring(0, word.length() - 2);
    if (word.length() > 3 && word.endsWith("s") && !word.endsWith("ss"))
      return word.substring(0, word.length() - 1);
    if (word.length() > 5 && word.endsWith("e")) return word.substring(0, word.length() - 1);
    return word;
  }
}

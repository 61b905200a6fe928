package dev.stint.runtime.survey;

import java.util.Arrays;
import java.util.Locale;

/**
 * A text as the set of its runs of three words, to say how much two texts have in common (Broder
 * 1997). Case, punctuation and layout do not count.
 */
final class Shingles {
  private static final int WORDS = 3;

  private final long[] sorted;

  private Shingles(long[] sorted) {
    this.sorted = sorted;
  }

  static Shingles of(String text) {
    String[] words =
        text.toLowerCase(Locale.ROOT)
            .strip()
            .replaceAll("^[^\\p{L}\\p{N}]+", "")
            .split("[^\\p{L}\\p{N}]+");
    long[] prints = new long[Math.max(1, words.length - WORDS + 1)];
    for (int i = 0; i < prints.length; i++) {
      long print = 0xcbf29ce484222325L;
      for (int w = i; w < Math.min(words.length, i + WORDS); w++) {
        for (int c = 0; c < words[w].length(); c++) {
          print = (print ^ words[w].charAt(c)) * 0x100000001b3L;
        }
        print = (print ^ ' ') * 0x100000001b3L;
      }
      prints[i] = print;
    }
    return new Shingles(Arrays.stream(prints).sorted().distinct().toArray());
  }

  /** Jaccard index: shared over all, from 0 to 1. */
  double similarity(Shingles other) {
    int shared = 0;
    int i = 0;
    int j = 0;
    while (i < sorted.length && j < other.sorted.length) {
      int order = Long.compare(sorted[i], other.sorted[j]);
      if (order == 0) shared++;
      if (order <= 0) i++;
      if (order >= 0) j++;
    }
    return (double) shared / (sorted.length + other.sorted.length - shared);
  }
}

package dev.stint.runtime.retrieval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Drops chunks that say the same as an earlier one: SimHash over word pairs, at most {@value
 * #MAX_DISTANCE} of 64 bits apart. Banded, so that time grows with the number of chunks.
 */
public final class NearDuplicates {
  private static final int MAX_DISTANCE = 3;
  private static final int BANDS = 4;

  private NearDuplicates() {}

  static List<Chunk> dropped(List<Chunk> chunks) {
    List<Chunk> kept = new ArrayList<>();
    Map<Integer, List<Long>> bands = new HashMap<>();
    for (Chunk chunk : chunks) {
      long print = simHash(chunk.text());
      if (seen(print, bands)) continue;
      for (int band = 0; band < BANDS; band++) {
        bands.computeIfAbsent(key(print, band), k -> new ArrayList<>()).add(print);
      }
      kept.add(chunk);
    }
    return kept;
  }

  /** Prints at most three bits apart agree in at least one of four bands. */
  private static boolean seen(long print, Map<Integer, List<Long>> bands) {
    for (int band = 0; band < BANDS; band++) {
      for (long other : bands.getOrDefault(key(print, band), List.of())) {
        if (same(print, other)) return true;
      }
    }
    return false;
  }

  private static int key(long print, int band) {
    return band << 16 | (int) (print >>> 16 * band & 0xFFFF);
  }

  /** Whether texts with these prints say the same. */
  public static boolean same(long print, long other) {
    return Long.bitCount(print ^ other) <= MAX_DISTANCE;
  }

  /** The print of a text: near texts have near prints. */
  public static long print(String text) {
    return simHash(text);
  }

  private static long simHash(String text) {
    String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+");
    int[] votes = new int[64];
    for (int i = 0; i < words.length; i++) {
      long hash = mix(words[i] + " " + (i + 1 < words.length ? words[i + 1] : ""));
      for (int bit = 0; bit < 64; bit++) votes[bit] += (hash >>> bit & 1) == 1 ? 1 : -1;
    }
    long print = 0;
    for (int bit = 0; bit < 64; bit++) if (votes[bit] > 0) print |= 1L << bit;
    return print;
  }

  /** FNV-1a and a finaliser: stable over machines and versions, as the record needs it. */
  private static long mix(String pair) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < pair.length(); i++) hash = (hash ^ pair.charAt(i)) * 0x100000001b3L;
    hash ^= hash >>> 32;
    hash *= 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 29;
  }
}

package dev.stint.runtime.redaction;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * A text as a reader sees it: compatibility forms resolved, accents and invisible characters taken
 * out, look-alike letters of other scripts made Latin (A19). Knows where each character came from,
 * so that matches can be cut out of the original. Immutable.
 */
final class FoldedText {
  private static final Map<Character, Character> LOOK_ALIKES = lookAlikes();

  private final String original;
  private final String text;
  private final int[] starts;
  private final int[] ends;

  private FoldedText(String original, String text, int[] starts, int[] ends) {
    this.original = original;
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  static FoldedText of(String original) {
    if (original.chars().allMatch(c -> c < 0x80)) {
      return new FoldedText(original, original, new int[0], new int[0]);
    }
    var text = new StringBuilder(original.length());
    int[] starts = new int[original.length() * 2 + 16];
    int[] ends = new int[starts.length];
    for (int at = 0; at < original.length(); ) {
      int point = original.codePointAt(at);
      int next = at + Character.charCount(point);
      String folded = fold(point);
      if (text.length() + folded.length() > starts.length) {
        starts = Arrays.copyOf(starts, starts.length * 2 + folded.length());
        ends = Arrays.copyOf(ends, starts.length);
      }
      for (int i = 0; i < folded.length(); i++) {
        starts[text.length()] = at;
        ends[text.length()] = next;
        text.append(folded.charAt(i));
      }
      at = next;
    }
    return new FoldedText(original, text.toString(), starts, ends);
  }

  /** The folded text, in which to look. */
  String text() {
    return text;
  }

  String original() {
    return original;
  }

  int originalStart(int index) {
    return starts.length == 0 ? index : starts[index];
  }

  int originalEnd(int end) {
    return starts.length == 0 ? end : ends[end - 1];
  }

  private static String fold(int point) {
    int type = Character.getType(point);
    if (type == Character.FORMAT) return "";
    if (type == Character.SPACE_SEPARATOR) return " ";
    if (type == Character.DASH_PUNCTUATION) return "-";
    String decomposed = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
    var out = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      int kind = Character.getType(c);
      if (kind == Character.NON_SPACING_MARK || kind == Character.ENCLOSING_MARK) continue;
      out.append(LOOK_ALIKES.getOrDefault(c, c).charValue());
    }
    return out.toString();
  }

  private static Map<Character, Character> lookAlikes() {
    String from = "АВЕЅІЈКМНОРСТХУаеѕіјорсхуԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρυικ’‘ʼ＠․‧ıɑɡ";
    String to = "ABESIJKMHOPCTXYaesijopcxydqwhABEZHIKMNOPTYXaovpuik'''@..iag";
    var map = new java.util.HashMap<Character, Character>();
    for (int i = 0; i < from.length(); i++) map.put(from.charAt(i), to.charAt(i));
    return Map.copyOf(map);
  }
}

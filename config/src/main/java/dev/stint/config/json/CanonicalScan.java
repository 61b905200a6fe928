package dev.stint.config.json;

import java.util.Arrays;

/**
 * Recognises canonical JSON (RFC 8785) by its bytes, building nothing: parsing a value and writing
 * it again to compare takes ten times as long. "Yes" is certain. "No" says only that {@link
 * CanonicalJson} has to decide: texts beyond ASCII, fractions and long numbers are left to it. Used
 * by one thread, once.
 */
final class CanonicalScan {
  private static final int MOST_DIGITS = 16;
  private static final long MAX_EXACT = 1L << 53;
  private static final int LONGEST_KEY = 1_000;

  /** Below the longest text that {@link Json} reads. */
  private static final int LONGEST = 16 << 20;

  private final byte[] json;
  private int at;

  /** Where the members of the outermost object stand: key from and to, value from and to. */
  private int[] places = new int[64];

  private int placed;

  CanonicalScan(byte[] json) {
    this.json = json;
  }

  /** Whether these are certainly the canonical bytes of one value. */
  boolean certain() {
    return json.length <= LONGEST && value(1) && at == json.length;
  }

  /** Of each member of an object, after a certain scan: key from and to, value from and to. */
  int[] places() {
    return Arrays.copyOf(places, placed);
  }

  private boolean value(int depth) {
    if (at >= json.length) return false;
    return switch (json[at]) {
      case '{' -> depth <= Json.MAX_DEPTH && object(depth);
      case '[' -> depth <= Json.MAX_DEPTH && array(depth);
      case '"' -> text();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private boolean object(int depth) {
    at++;
    if (is('}')) return true;
    int before = -1;
    int beforeEnd = -1;
    do {
      int key = at + 1;
      if (!text()) return false;
      int keyEnd = at - 1;
      // Sorted, so that none is there twice.
      if (before >= 0 && !ascends(before, beforeEnd, key, keyEnd)) return false;
      if (!plainKey(key, keyEnd) || !is(':')) return false;
      int start = at;
      if (!value(depth + 1)) return false;
      if (depth == 1) place(key, keyEnd, start, at);
      before = key;
      beforeEnd = keyEnd;
    } while (is(','));
    return is('}');
  }

  private boolean array(int depth) {
    at++;
    if (is(']')) return true;
    do {
      if (!value(depth + 1)) return false;
    } while (is(','));
    return is(']');
  }

  private boolean ascends(int a, int aEnd, int b, int bEnd) {
    return Arrays.compare(json, a, aEnd, json, b, bEnd) < 0;
  }

  /** Keys with escapes are sorted by what they stand for, not by how they are spelt. */
  private boolean plainKey(int from, int to) {
    if (to - from > LONGEST_KEY) return false;
    for (int i = from; i < to; i++) if (json[i] == '\\') return false;
    return true;
  }

  private void place(int key, int keyEnd, int from, int to) {
    if (placed == places.length) places = Arrays.copyOf(places, 2 * placed);
    places[placed++] = key;
    places[placed++] = keyEnd;
    places[placed++] = from;
    places[placed++] = to;
  }

  private boolean text() {
    if (!is('"')) return false;
    while (at < json.length) {
      byte c = json[at++];
      if (c == '"') return true;
      if (c < ' ') return false; // bytes above ASCII are negative
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  /** The two-letter escapes, and lower-case hexadecimal for the other control characters. */
  private boolean escape() {
    if (at >= json.length) return false;
    return switch (json[at++]) {
      case '"', '\\', 'b', 't', 'n', 'f', 'r' -> true;
      case 'u' -> word("00") && control();
      default -> false;
    };
  }

  private boolean control() {
    if (at + 2 > json.length) return false;
    int high = json[at++] - '0';
    int low = "0123456789abcdef".indexOf(json[at++]);
    if (high < 0 || high > 1 || low < 0) return false;
    return "\b\t\n\f\r".indexOf(16 * high + low) < 0;
  }

  private boolean number() {
    boolean negative = is('-');
    int from = at;
    long number = 0;
    while (at < json.length && '0' <= json[at] && json[at] <= '9') {
      if (at - from == MOST_DIGITS) return false;
      number = 10 * number + json[at++] - '0';
    }
    if (at == from || number > MAX_EXACT) return false;
    boolean whole = at == json.length || ".eE".indexOf(json[at]) < 0;
    boolean shortest = json[from] != '0' || at - from == 1 && !negative;
    return whole && shortest;
  }

  private boolean word(String word) {
    if (at + word.length() > json.length) return false;
    for (int i = 0; i < word.length(); i++) if (json[at++] != word.charAt(i)) return false;
    return true;
  }

  private boolean is(char wanted) {
    if (at >= json.length || json[at] != wanted) return false;
    at++;
    return true;
  }
}

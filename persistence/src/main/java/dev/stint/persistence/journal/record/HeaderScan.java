package dev.stint.persistence.journal.record;

import dev.stint.config.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a header in the spelling in which {@link RecordDraft} writes it: keys in their order, no
 * blanks, texts without escapes. Whatever looks different is left to the JSON parser, which takes
 * four times as long. Used by one thread, once.
 */
final class HeaderScan {
  private static final int MOST_DIGITS = 18;

  private final byte[] bytes;
  private int at;
  private boolean fits = true;

  /**
   * @param start where the JSON begins
   */
  HeaderScan(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
  }

  /** Whether all of it was read; otherwise some of {@code fields} may be set. */
  boolean fill(HeaderFields fields) {
    expect("{");
    if (is("\"adapter\":")) {
      fields.adapter = text("\"adapter\":");
      expect(",");
    }
    String time = text("\"at\":");
    fields.by = text(",\"by\":");
    fields.data = value(",\"data\":");
    fields.epoch = number(",\"epoch\":");
    fields.persistenceId = text(",\"pid\":");
    fields.prev = text(",\"prev\":");
    fields.seq = number(",\"seq\":");
    long serializer = number(",\"ser\":");
    fields.type = text(",\"type\":");
    long version = number(",\"v\":");
    fields.writer = text(",\"writer\":");
    expect("}");
    if (!fits || at != bytes.length || serializer != (int) serializer || version != (int) version) {
      return false;
    }
    fields.serializer = (int) serializer;
    fields.version = (int) version;
    fields.at = Timestamps.parse(time);
    return true;
  }

  private boolean is(String wanted) {
    if (at + wanted.length() > bytes.length) return false;
    for (int i = 0; i < wanted.length(); i++) {
      if (bytes[at + i] != wanted.charAt(i)) return false;
    }
    return true;
  }

  private void expect(String wanted) {
    fits = fits && is(wanted);
    if (fits) at += wanted.length();
  }

  private String text(String key) {
    expect(key);
    expect("\"");
    int start = at;
    while (fits && at < bytes.length && bytes[at] != '"') {
      fits = bytes[at] >= ' ' && bytes[at] != '\\'; // bytes above ASCII are negative
      at++;
    }
    int end = at;
    expect("\"");
    return fits ? new String(bytes, start, end - start, StandardCharsets.US_ASCII) : "";
  }

  private long number(String key) {
    expect(key);
    int start = at;
    boolean negative = fits && is("-");
    if (negative) at++;
    int digits = at;
    long number = 0;
    while (fits && at < bytes.length && '0' <= bytes[at] && bytes[at] <= '9') {
      number = 10 * number + bytes[at++] - '0';
      fits = at - digits <= MOST_DIGITS;
    }
    boolean canonical = bytes[Math.min(digits, bytes.length - 1)] != '0' || at - start == 1;
    fits = fits && at > digits && canonical;
    return negative ? -number : number;
  }

  /** An object as it stands; whether it is JSON inside is for its reader to say. */
  private byte[] value(String key) {
    expect(key);
    fits = fits && is("{");
    int start = at;
    int depth = 0;
    while (fits) {
      fits = at < bytes.length;
      if (!fits) break;
      switch (bytes[at++]) {
        case '"' -> skipText();
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      if (depth == 0) break;
    }
    return fits ? Arrays.copyOfRange(bytes, start, at) : new byte[0];
  }

  private void skipText() {
    while (at < bytes.length && bytes[at] != '"') at += bytes[at] == '\\' ? 2 : 1;
    at++;
  }
}

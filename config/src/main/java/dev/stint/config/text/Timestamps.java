package dev.stint.config.text;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The one spelling of time in a header: UTC with milliseconds, {@code 2026-06-17T06:00:00.000Z}. A
 * general parser took a tenth of reading a history, and a general formatter a good part of making a
 * record.
 */
public final class Timestamps {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LENGTH = 24;
  private static final String PUNCTUATION = "    -  -  T  :  :  .   Z";
  private static final byte[] TEMPLATE = PUNCTUATION.getBytes(StandardCharsets.ISO_8859_1);

  private Timestamps() {}

  public static String text(Instant at) {
    OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) return MILLIS.format(at);
    byte[] text = TEMPLATE.clone();
    digits(text, 0, 4, utc.getYear());
    digits(text, 5, 2, utc.getMonthValue());
    digits(text, 8, 2, utc.getDayOfMonth());
    digits(text, 11, 2, utc.getHour());
    digits(text, 14, 2, utc.getMinute());
    digits(text, 17, 2, utc.getSecond());
    digits(text, 20, 3, utc.getNano() / 1_000_000);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void digits(byte[] text, int from, int count, int number) {
    int rest = number;
    for (int i = from + count - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /**
   * @throws java.time.DateTimeException when it is no time
   */
  public static Instant parse(String text) {
    return exact(text) ? read(text) : Instant.parse(text);
  }

  private static boolean exact(String text) {
    if (text.length() != LENGTH) return false;
    for (int i = 0; i < LENGTH; i++) {
      char wanted = PUNCTUATION.charAt(i);
      char found = text.charAt(i);
      if (wanted == ' ' ? found < '0' || found > '9' : found != wanted) return false;
    }
    // Leap seconds and the midnight that ends a day are left to the general parser.
    return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
  }

  private static Instant read(String text) {
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    long seconds =
        (day * 24 + number(text, 11, 13)) * 3600
            + number(text, 14, 16) * 60L
            + number(text, 17, 19);
    return Instant.ofEpochSecond(seconds, number(text, 20, 23) * 1_000_000L);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) number = 10 * number + text.charAt(i) - '0';
    return number;
  }
}

package dev.stint.persistence.journal.record;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The one spelling of time in a header: UTC with milliseconds, {@code 2026-06-17T06:00:00.000Z}. A
 * general parser took a tenth of reading a history.
 */
final class Timestamps {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LENGTH = 24;
  private static final String PUNCTUATION = "    -  -  T  :  :  .   Z";

  private Timestamps() {}

  static String text(Instant at) {
    return MILLIS.format(at);
  }

  /**
   * @throws java.time.DateTimeException when it is no time
   */
  static Instant parse(String text) {
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

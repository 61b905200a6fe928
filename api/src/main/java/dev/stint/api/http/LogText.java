package dev.stint.api.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Text from outside as it may stand in a log: one line, printable ASCII, not long (B16). */
final class LogText {
  private static final int LONGEST = 300;
  private static final int FRAMES = 8;

  private LogText() {}

  static String of(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
      char c = text.charAt(i);
      boolean plain = c >= ' ' && c < 127 && c != '\\';
      if (plain) safe.append(c);
      else safe.append(String.format("\\u%04x", (int) c));
    }
    return text.length() > LONGEST ? safe + "..." : safe.toString();
  }

  /** What broke and where, in one line: a message may carry what a caller sent. */
  static String of(Throwable broken) {
    String frames =
        Arrays.stream(broken.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    String cause = broken.getCause() == null ? "" : "; cause: " + of(broken.getCause());
    return of(broken.toString()) + " at " + frames + cause;
  }
}

package dev.stint.config.spec;

import java.util.regex.Pattern;

/** Relative paths within a job folder, in a profile with no second reading (B13, B20). */
final class SafePath {
  static final String EXPECTED =
      "expected a path inside the job folder, made of ASCII letters, digits, \".\", \"_\", \"-\" and \"/\"";
  private static final String SEGMENT = "[A-Za-z0-9_](?:[A-Za-z0-9_ .-]{0,98}[A-Za-z0-9_-])?";
  private static final Pattern SAFE = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + "){0,7}");

  private SafePath() {}

  static boolean isSafe(String path) {
    return path.length() <= 200 && SAFE.matcher(path).matches();
  }
}

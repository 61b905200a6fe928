package dev.stint.config.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds literal secrets by their published shapes (B19, F7). Linear time in the text. Thread-safe.
 */
public final class SecretScan {
  private record Shape(String kind, Pattern pattern, boolean needsDigit) {}

  /**
   * A secret found; its value is deliberately not kept.
   *
   * @param start offset of its first character
   * @param end offset after its last
   */
  public record Finding(String kind, int start, int end) {}

  private static final List<Shape> SHAPES =
      List.of(
          shape("AWS access key", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b", false),
          shape("private key", "-----BEGIN [A-Z0-9 ]*PRIVATE KEY", false),
          shape("GitHub token", "\\bgh[pousr]_[A-Za-z0-9]{20,}", false),
          shape("GitHub token", "\\bgithub_pat_[A-Za-z0-9_]{20,}", false),
          shape("model provider key", "\\bsk-[A-Za-z0-9_-]{16,}", true),
          shape("Slack token", "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}", true),
          shape("Google API key", "\\bAIza[0-9A-Za-z_-]{35}", false),
          shape("JSON web token", "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.", false));

  private SecretScan() {}

  /** Every secret in {@code text}, in order of its kind's place in the list of shapes. */
  public static List<Finding> find(String text) {
    List<Finding> found = new ArrayList<>();
    for (Shape shape : SHAPES) {
      Matcher match = shape.pattern().matcher(text);
      while (match.find()) {
        if (shape.needsDigit() && match.group().chars().noneMatch(Character::isDigit)) continue;
        found.add(new Finding(shape.kind(), match.start(), match.end()));
      }
    }
    return found;
  }

  /** The text with every secret blotted out, for messages that quote what was found. */
  public static String mask(String text) {
    var out = new StringBuilder(text);
    for (Finding finding : find(text)) {
      for (int i = finding.start(); i < finding.end(); i++) out.setCharAt(i, '*');
    }
    return out.toString();
  }

  private static Shape shape(String kind, String regex, boolean needsDigit) {
    return new Shape(kind, Pattern.compile(regex), needsDigit);
  }
}

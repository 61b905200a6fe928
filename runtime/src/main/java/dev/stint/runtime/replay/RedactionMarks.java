package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Marks such as {@code [person-k3f9]}: their ends come from the secret of the node. Pure. */
final class RedactionMarks {
  private static final Pattern MARK = Pattern.compile("\\[([a-z_]{2,30})-[a-z2-9]{4}]");

  private RedactionMarks() {}

  /** Whether the two have marks, and differ in nothing but their ends. */
  static boolean equalBut(JsonNode left, JsonNode right) {
    String text = right.toString();
    return MARK.matcher(text).find() && neutral(left.toString()).equals(neutral(text));
  }

  private static String neutral(String text) {
    return MARK.matcher(text).replaceAll("[$1]");
  }
}

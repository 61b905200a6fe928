package dev.stint.config.spec;

import dev.stint.config.text.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names a Mustache prompt uses. Inside a section a name may mean a member of the section's
 * value, which only the run knows, so names there are left alone.
 */
final class PromptNames {
  private static final Pattern TAG =
      Pattern.compile("\\{\\{\\s*([#^/&{!>]?)\\s*([A-Za-z0-9_.]*)[^{}]{0,200}\\}\\}");

  private PromptNames() {}

  /** A name, without what follows its first dot, and its place in the prompt. */
  record Used(String name, Position at) {}

  static List<Used> of(String prompt) {
    List<Used> used = new ArrayList<>();
    int depth = 0;
    Matcher tag = TAG.matcher(prompt);
    while (tag.find()) {
      String kind = tag.group(1);
      String name = tag.group(2).replaceFirst("\\..*", "");
      if (kind.equals("/")) depth = Math.max(0, depth - 1);
      boolean names = !kind.equals("/") && !kind.equals("!") && !kind.equals(">");
      if (names && depth == 0 && !name.isEmpty()) {
        used.add(new Used(name, position(prompt, tag.start())));
      }
      if (kind.equals("#") || kind.equals("^")) depth++;
    }
    return used;
  }

  static Position position(String text, int offset) {
    int line = (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    int start = text.lastIndexOf('\n', offset - 1) + 1;
    return new Position(line + 1, text.codePointCount(start, offset) + 1);
  }
}

package dev.stint.runtime.connector.file;

import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A path below a root, in segments that each are one harmless name: not hidden, no {@code ..}, no
 * control or direction characters.
 */
record FilePath(List<String> segments) {
  private static final int DEEPEST = 32;
  private static final int LONGEST = 255;

  /** The path, of a file or, where {@code folder} holds, of a folder, which may be empty. */
  static FilePath parse(String text, boolean folder) throws ToolException {
    if (folder && text.isEmpty()) return new FilePath(List.of());
    List<String> segments = List.of(text.split("/", -1));
    if (segments.size() > DEEPEST) throw refused("at most " + DEEPEST + " folders deep");
    for (String segment : segments) {
      if (!harmless(segment)) {
        throw refused("names joined by \"/\", not hidden, without \"..\" and special characters");
      }
    }
    return new FilePath(segments);
  }

  private static boolean harmless(String name) {
    return !name.isEmpty()
        && !name.startsWith(".")
        && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST
        && name.codePoints().noneMatch(FilePath::special);
  }

  private static boolean special(int c) {
    return c == '\\'
        || c == ':'
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }

  private static ToolException refused(String expected) {
    return Failures.terminal("path_refused", "expected a path: " + expected);
  }

  /** Whether a name that was found may be shown. */
  static boolean shown(String name) {
    return harmless(name);
  }

  List<String> folders() {
    return segments.subList(0, Math.max(0, segments.size() - 1));
  }

  String name() {
    return segments.getLast();
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}

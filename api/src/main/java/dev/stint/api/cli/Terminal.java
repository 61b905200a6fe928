package dev.stint.api.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Where output goes: data to stdout, progress to stderr; colour only on a terminal that wants it.
 * What comes from outside is shown without control and bidirectional characters.
 */
final class Terminal {
  private static final ObjectMapper PRETTY =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final boolean colour;

  Terminal() {
    boolean wanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    colour = wanted && interactive();
  }

  /** Whether a person sits at both ends. */
  static boolean interactive() {
    return System.console() != null && System.console().isTerminal();
  }

  void line(String text) {
    out.println(clean(text));
  }

  void json(JsonNode value) {
    try {
      out.println(PRETTY.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void progress(String text) {
    err.println(clean(text));
  }

  /** Rewrites the current progress line; only meaningful on a terminal. */
  void status(String text) {
    if (colour) {
      err.print("\r\u001b[2K" + clean(text));
      err.flush();
    }
  }

  void clearStatus() {
    if (colour) {
      err.print("\r\u001b[2K");
      err.flush();
    }
  }

  boolean live() {
    return colour;
  }

  String green(String text) {
    return paint("32", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  private String paint(String code, String text) {
    return colour ? "\u0001[" + code + "m" + text + "\u0001[0m" : text;
  }

  /** Our own colours are marked by U+0001; every other control character is made visible. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean bidi = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
          if (c == 1) clean.append('\u001b');
          else if (c == '\n' || c == '\t') clean.appendCodePoint(c);
          else if (Character.isISOControl(c) || bidi) clean.append('\uFFFD');
          else clean.appendCodePoint(c);
        });
    return clean.toString();
  }

  /** A table with aligned columns; nothing but the header when there are no rows. */
  void table(List<String> header, List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      int width = header.get(column).length();
      for (List<String> row : rows) width = Math.max(width, clean(row.get(column)).length());
      widths.add(width);
    }
    line(bold(aligned(header, widths)));
    rows.forEach(row -> line(aligned(row, widths)));
  }

  private static String aligned(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = clean(cells.get(i));
      line.append(cell);
      if (i < cells.size() - 1) line.append(" ".repeat(widths.get(i) - cell.length() + 2));
    }
    return line.toString();
  }
}

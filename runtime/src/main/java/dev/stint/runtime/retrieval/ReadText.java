package dev.stint.runtime.retrieval;

import java.util.ArrayList;
import java.util.List;

/**
 * A document as text: what chunks are made of, whatever the file was.
 *
 * @param title as the document gives it; may be empty
 * @param units in the order of the text
 */
public record ReadText(String title, List<TextUnit> units) {
  public ReadText {
    units = List.copyOf(units);
  }

  /** Markdown under its headings, without what site generators add. */
  public static ReadText markdown(String text) {
    var cleaned = MarkupNoise.clean(text);
    var markdown = new MarkdownUnits(cleaned.text());
    return new ReadText(cleaned.title().orElse(markdown.firstHeading()), markdown.units());
  }

  /** Paragraphs between blank lines. */
  public static ReadText plain(String text) {
    return new ReadText("", paragraphs(text));
  }

  private static List<TextUnit> paragraphs(String text) {
    List<TextUnit> units = new ArrayList<>();
    String[] lines = text.split("\\R", -1);
    int start = 0;
    for (int i = 0; i <= lines.length; i++) {
      if (i < lines.length && !lines[i].isBlank()) continue;
      if (i > start) {
        String paragraph = String.join(" ", List.of(lines).subList(start, i));
        units.add(new TextUnit("", paragraph.replaceAll("\\s+", " ").strip(), start + 1, i));
      }
      start = i + 1;
    }
    return units;
  }
}

package dev.stint.runtime.retrieval;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Reads Markdown as units under their heading path. Code is left out: it is no prose to cite. One
 * instance per document.
 */
final class MarkdownUnits {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  private final List<TextUnit> units = new ArrayList<>();
  private final String[] headings = new String[6];
  private String firstHeading = "";

  MarkdownUnits(String markdown) {
    blocks(PARSER.parse(markdown), "");
  }

  List<TextUnit> units() {
    return units;
  }

  /** The first heading of level one, or empty. */
  String firstHeading() {
    return firstHeading;
  }

  private void blocks(Node parent, String mark) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Heading heading -> enter(heading);
        case Paragraph paragraph -> add(mark + InlineText.of(paragraph), paragraph);
        case BlockQuote quote -> blocks(quote, mark);
        case ListBlock list -> list(list);
        case TableBlock table -> table(table);
        case HtmlBlock html -> add(mark + MarkupNoise.htmlText(html.getLiteral()), html);
        case FencedCodeBlock code -> {}
        case IndentedCodeBlock code -> {}
        default -> {}
      }
    }
  }

  private void enter(Heading heading) {
    int level = heading.getLevel();
    String text = InlineText.of(heading);
    if (level == 1 && firstHeading.isEmpty()) firstHeading = text;
    headings[level - 1] = text;
    for (int i = level; i < headings.length; i++) headings[i] = null;
  }

  private void list(ListBlock list) {
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (item instanceof ListItem) blocks(item, "- ");
    }
  }

  private void table(TableBlock table) {
    List<String> names = new ArrayList<>();
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      if (part instanceof TableHead) cells(part.getFirstChild(), names);
      if (part instanceof TableBody) {
        for (Node row = part.getFirstChild(); row != null; row = row.getNext()) row(row, names);
      }
    }
  }

  private void row(Node row, List<String> names) {
    List<String> cells = new ArrayList<>();
    cells(row, cells);
    List<String> named = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String name = i < names.size() ? names.get(i) : "";
      if (!cells.get(i).isBlank())
        named.add(name.isBlank() ? cells.get(i) : name + ": " + cells.get(i));
    }
    add("- " + String.join("; ", named), row);
  }

  private static void cells(Node row, List<String> into) {
    if (row == null) return;
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      into.add(InlineText.of(cell));
    }
  }

  private void add(String text, Node block) {
    String clean = text.replaceAll("\\s+", " ").strip();
    var spans = block.getSourceSpans();
    if (spans.isEmpty() || clean.chars().noneMatch(Character::isLetterOrDigit)) return;
    int first = spans.getFirst().getLineIndex() + 1;
    int last = spans.getLast().getLineIndex() + 1;
    units.add(new TextUnit(path(), clean, first, last));
  }

  private String path() {
    List<String> parts = new ArrayList<>();
    for (String heading : headings) {
      if (heading != null && !heading.isBlank()) parts.add(heading);
    }
    return String.join(" > ", parts);
  }
}

package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import dev.stint.runtime.retrieval.TextUnit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The text of a web page under its headings. What a reader would not see is left out, since hidden
 * text is where instructions to machines are put. Units are numbered as lines.
 */
final class HtmlText implements NodeVisitor {
  private static final String UNSEEN =
      "script,style,noscript,template,svg,math,iframe,object,head,nav,form,button,select,textarea,"
          + "[hidden],[aria-hidden=true],[style~=(?i)display\\s*:\\s*none],"
          + "[style~=(?i)visibility\\s*:\\s*hidden],[style~=(?i)font-size\\s*:\\s*0]";
  private static final Set<String> CELLS = Set.of("td", "th");
  private static final int LEVELS = 6;

  private final List<TextUnit> units = new ArrayList<>();
  private final String[] headings = new String[LEVELS];
  private final StringBuilder open = new StringBuilder();
  private String mark = "";

  private HtmlText() {}

  static ReadText of(byte[] bytes) throws ParseException {
    try {
      return of(Jsoup.parse(new ByteArrayInputStream(bytes), null, ""));
    } catch (IOException e) {
      throw new ParseException("document_unreadable", "no readable HTML");
    }
  }

  static ReadText of(Document page) {
    String title = page.title().strip();
    Element first = page.selectFirst("h1");
    if (title.isEmpty() && first != null) title = first.text().strip();
    page.select(UNSEEN).remove();
    var text = new HtmlText();
    page.body().traverse(text);
    text.close();
    return new ReadText(title, text.units);
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode words) open.append(words.getWholeText());
    else if (node instanceof Element element) {
      if (element.normalName().equals("br")) open.append(' ');
      else if (element.isBlock() && !CELLS.contains(element.normalName())) close();
      if (element.normalName().equals("li")) mark = "- ";
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (!(node instanceof Element element)) return;
    String name = element.normalName();
    if (name.matches("h[1-6]")) enter(name.charAt(1) - '0');
    else if (CELLS.contains(name)) open.append("; ");
    else if (element.isBlock()) close();
  }

  private void enter(int level) {
    headings[level - 1] = tidy(open.toString());
    for (int i = level; i < LEVELS; i++) headings[i] = null;
    open.setLength(0);
  }

  private void close() {
    String text = tidy(open.toString());
    open.setLength(0);
    if (text.chars().noneMatch(Character::isLetterOrDigit)) return;
    int line = units.size() + 1;
    units.add(new TextUnit(path(), mark + text, line, line));
    mark = "";
  }

  private String path() {
    List<String> parts = new ArrayList<>();
    for (String heading : headings) if (heading != null && !heading.isBlank()) parts.add(heading);
    return String.join(" > ", parts);
  }

  private static String tidy(String text) {
    return text.replaceAll("[\\s\\u00a0]+", " ").replaceAll("( ?; )+$", "").strip();
  }
}

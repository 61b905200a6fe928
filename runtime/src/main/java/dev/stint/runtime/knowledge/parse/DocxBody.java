package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import dev.stint.runtime.retrieval.TextUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The body of a Word document as units, numbered as lines. Text that Word does not show (hidden,
 * deleted, field codes) is left out. One instance for one body.
 */
final class DocxBody {
  private static final int LEVELS = 6;
  private static final int MOST_CHARS = 8_000_000;

  private final XMLStreamReader xml;
  private final Map<String, Integer> levels;
  private final List<TextUnit> units = new ArrayList<>();
  private final String[] headings = new String[LEVELS];
  private final StringBuilder open = new StringBuilder();
  private String title = "";
  private int level;
  private int cells;
  private boolean item;
  private boolean hidden;
  private boolean text;

  DocxBody(XMLStreamReader xml, Map<String, Integer> levels) {
    this.xml = xml;
    this.levels = levels;
  }

  ReadText read() throws XMLStreamException, ParseException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(xml.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
        case XMLStreamConstants.CHARACTERS -> characters();
        default -> {}
      }
    }
    return new ReadText(title, units);
  }

  private void start(String name) {
    switch (name) {
      case "pStyle" -> level = levels.getOrDefault(DocxStyles.value(xml, "val"), 0);
      case "numPr" -> item = true;
      case "r" -> hidden = false;
      case "vanish" -> hidden = !DocxStyles.value(xml, "val").matches("0|false");
      case "t" -> text = true;
      case "tab", "br", "cr" -> open.append(' ');
      case "tc" -> cells++;
      default -> {}
    }
  }

  private void characters() throws ParseException {
    if (!text || hidden) return;
    if (open.length() + xml.getTextLength() > MOST_CHARS) {
      throw new ParseException("document_text_too_long", "a paragraph has no end");
    }
    open.append(xml.getText());
  }

  private void end(String name) {
    switch (name) {
      case "t" -> text = false;
      case "p" -> {
        if (cells == 0) close();
        else open.append(' ');
      }
      case "tc" -> {
        cells--;
        open.append("; ");
      }
      case "tr" -> {
        if (cells == 0) close();
      }
      default -> {}
    }
  }

  private void close() {
    String line = open.toString().replaceAll("\\s+", " ").replaceAll("( ?; )+$", "").strip();
    int heading = level;
    String mark = item ? "- " : "";
    open.setLength(0);
    level = 0;
    item = false;
    if (line.chars().noneMatch(Character::isLetterOrDigit)) return;
    if (heading > 0) enter(heading, line);
    else units.add(new TextUnit(path(), mark + line, units.size() + 1, units.size() + 1));
  }

  private void enter(int heading, String line) {
    if (title.isEmpty()) title = line;
    headings[heading - 1] = line;
    for (int i = heading; i < LEVELS; i++) headings[i] = null;
  }

  private String path() {
    List<String> parts = new ArrayList<>();
    for (String heading : headings) if (heading != null) parts.add(heading);
    return String.join(" > ", parts);
  }
}

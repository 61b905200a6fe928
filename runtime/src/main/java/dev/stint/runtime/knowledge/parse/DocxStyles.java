package dev.stint.runtime.knowledge.parse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Which styles of a Word document are headings, and of which level. */
final class DocxStyles {
  private static final String HEADING = "heading ";
  private static final int DEEPEST = 6;

  private DocxStyles() {}

  /** Level by the id of the style; the title is of level one. */
  static Map<String, Integer> levels(XMLStreamReader xml) throws XMLStreamException {
    Map<String, Integer> levels = new HashMap<>();
    String style = "";
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) continue;
      if (xml.getLocalName().equals("style")) style = value(xml, "styleId");
      if (xml.getLocalName().equals("name")) {
        int level = level(value(xml, "val").toLowerCase(Locale.ROOT));
        if (level > 0 && !style.isEmpty()) levels.put(style, level);
      }
    }
    return levels;
  }

  private static int level(String name) {
    if (name.equals("title")) return 1;
    if (!name.matches(HEADING + "[1-9]")) return 0;
    return Math.min(DEEPEST, name.charAt(HEADING.length()) - '0');
  }

  /** An attribute of Word's own namespace, whatever its prefix; empty when it is not there. */
  static String value(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) return xml.getAttributeValue(i);
    }
    return "";
  }
}

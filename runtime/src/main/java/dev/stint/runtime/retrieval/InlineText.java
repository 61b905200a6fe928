package dev.stint.runtime.retrieval;

import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The words of a Markdown block: link texts stay, addresses, images and tags go. Pure. */
final class InlineText {
  private InlineText() {}

  static String of(Node block) {
    var text = new StringBuilder();
    append(block, text);
    return tidy(text.toString());
  }

  private static void append(Node parent, StringBuilder text) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Text t -> text.append(t.getLiteral());
        case Code c -> text.append(c.getLiteral());
        case SoftLineBreak b -> text.append(' ');
        case HardLineBreak b -> text.append(' ');
        case HtmlInline h -> text.append(h.getLiteral().startsWith("<br") ? " " : "");
        case Image i -> {}
        default -> append(node, text);
      }
    }
  }

  /** Removed tags leave a gap before punctuation. */
  private static String tidy(String text) {
    return text.replaceAll("\\s+", " ").replaceAll(" ([.,;:!?)])", "$1").strip();
  }
}

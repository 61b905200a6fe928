package dev.stint.runtime.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * Makes pictures and links to elsewhere what they say, and takes out HTML that reaches there. Pure.
 */
final class MarkdownReferences {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://\\S+");
  private static final MarkdownRenderer RENDERER =
      MarkdownRenderer.builder().extensions(TABLES).build();

  private MarkdownReferences() {}

  static String clean(String markdown, RemoteReferences rule) {
    Node document = PARSER.parse(markdown);
    var cleaning = new Cleaning(rule);
    document.accept(cleaning);
    return cleaning.changed ? RENDERER.render(document) : markdown;
  }

  private static final class Cleaning extends AbstractVisitor {
    private final RemoteReferences rule;
    private boolean changed;

    Cleaning(RemoteReferences rule) {
      this.rule = rule;
    }

    @Override
    public void visit(Image image) {
      visitChildren(image);
      if (!rule.mayHold(image.getDestination())) unwrap(image);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      if (!rule.mayHold(link.getDestination())) unwrap(link);
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
      if (rule.mayHold(definition.getDestination())) return;
      definition.unlink();
      changed = true;
    }

    /** Many readers make a link of an address in plain text. */
    @Override
    public void visit(Text text) {
      Matcher address = ADDRESS.matcher(text.getLiteral());
      String plain =
          address.replaceAll(found ->
              rule.mayHold(found.group())
                  ? Matcher.quoteReplacement(found.group())
                  : Matcher.quoteReplacement(found.group().replace("://", ":\u200b//")));
      if (plain.equals(text.getLiteral())) return;
      text.setLiteral(plain);
      changed = true;
    }

    /** A tag by itself says nothing; half of one could be completed by what follows. */
    @Override
    public void visit(HtmlInline tag) {
      if (tag.getLiteral().startsWith("</")) return;
      if (rule.cleanHtml(tag.getLiteral()).equals(tag.getLiteral())) return;
      tag.unlink();
      changed = true;
    }

    @Override
    public void visit(HtmlBlock block) {
      if (rule.cleanHtml(block.getLiteral()).equals(block.getLiteral())) return;
      block.unlink();
      changed = true;
    }

    private void unwrap(Node node) {
      for (Node child = node.getFirstChild(); child != null; ) {
        Node next = child.getNext();
        node.insertBefore(child);
        child = next;
      }
      node.unlink();
      changed = true;
    }
  }
}

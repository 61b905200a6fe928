package dev.stint.runtime.report;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Text of models and documents as HTML: emphasis, code and lists stay; links, images, scripts and
 * styles do not, so that nothing can leave or be fetched (A15). Thread-safe.
 */
final class SafeText {
  private static final Parser PARSER = Parser.builder().build();
  private static final HtmlRenderer RENDERER = HtmlRenderer.builder().escapeHtml(true).build();
  private static final PolicyFactory BLOCKS =
      new HtmlPolicyBuilder()
          .allowElements("p", "em", "strong", "code", "ul", "ol", "li")
          .toFactory();
  private static final PolicyFactory INLINE =
      new HtmlPolicyBuilder().allowElements("em", "strong", "code").toFactory();
  private static final PolicyFactory NONE = new HtmlPolicyBuilder().toFactory();

  private SafeText() {}

  static String blocks(String markdown) {
    return BLOCKS.sanitize(RENDERER.render(PARSER.parse(markdown))).strip();
  }

  static String inline(String markdown) {
    String html = RENDERER.render(PARSER.parse(markdown.replaceAll("\\s+", " ").strip()));
    return INLINE.sanitize(html).strip();
  }

  /** No markup at all; fit for an element's text or a quoted attribute. */
  static String plain(String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return NONE.sanitize(escaped.replaceAll("\\s+", " ").strip());
  }
}

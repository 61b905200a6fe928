package dev.stint.runtime.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * A document from a job's own template: logic-less Mustache over Markdown, and one self-contained
 * page of it. The template is trusted and may use headings, lists and tables; values are escaped,
 * so that text of models and documents brings neither markup nor links (A15).
 */
public final class TemplateReport {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(TABLES).escapeHtml(true).build();
  private static final PolicyFactory PAGE =
      new HtmlPolicyBuilder()
          .allowElements(
              "h1",
              "h2",
              "h3",
              "h4",
              "p",
              "em",
              "strong",
              "code",
              "pre",
              "blockquote",
              "hr",
              "ul",
              "ol",
              "li",
              "table",
              "thead",
              "tbody",
              "tr",
              "th",
              "td",
              "br")
          .allowAttributes("align")
          .matching(false, "left", "right", "center")
          .onElements("th", "td")
          .toFactory();

  private TemplateReport() {}

  /**
   * The template with the values of {@code data} in place, as Markdown.
   *
   * @throws IllegalArgumentException when it is no template, or a name has no value
   */
  public static String markdown(String template, JsonNode data) {
    try {
      return Mustache.compiler()
              .withEscaper(TemplateReport::escaped)
              .strictSections(true)
              .withLoader(name -> {
                throw new MustacheException("partials are not supported: " + name);
              })
              .compile(template)
              .execute(plain(data))
              .stripTrailing()
          + "\n";
    } catch (MustacheException e) {
      throw new IllegalArgumentException("the template: " + e.getMessage(), e);
    }
  }

  /** One HTML file: no script, nothing remote, styles pinned by hash. */
  public static String html(String title, String markdown) {
    String plain = SafeText.plain(title);
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
        + ReportStyle.HASH
        + "'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
        + plain
        + "</title>\n<style>"
        + ReportStyle.CSS
        + "</style>\n</head>\n<body>\n<main id=\"content\">\n"
        + PAGE.sanitize(RENDERER.render(PARSER.parse(markdown))).strip()
        + "\n</main>\n</body>\n</html>\n";
  }

  /** On one line, and nothing in it means anything to Markdown. */
  private static String escaped(String value) {
    return value
        .replaceAll("\\s+", " ")
        .strip()
        .replaceAll("([\\\\`*_{}\\[\\]<>#|!~])", "\\\\$1")
        .replaceAll("^([-+=]+)(?=\\s|$)", "\\\\$1")
        .replaceAll("^(\\d{1,9})([.)])(?=\\s|$)", "$1\\\\$2")
        .replaceAll("://", ":\u200b//");
  }

  private static Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(plain(item)));
      return list;
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
  }
}

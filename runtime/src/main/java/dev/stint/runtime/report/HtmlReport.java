package dev.stint.runtime.report;

import dev.stint.runtime.citation.Citation;
import dev.stint.runtime.citation.ReportSection;
import java.util.Map;

/**
 * A report as one HTML file: no script, no remote reference, styles pinned by hash in its own
 * content security policy (A15). Readable on paper, by keyboard and by screen reader.
 */
public final class HtmlReport {
  private final StringBuilder out = new StringBuilder();
  private final Report report;

  private HtmlReport(Report report) {
    this.report = report;
  }

  public static String of(Report report) {
    return new HtmlReport(report).write();
  }

  private String write() {
    String title = SafeText.plain(report.title());
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    out.append("style-src '").append(ReportStyle.HASH).append("'\">\n");
    out.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.append("<title>").append(title).append("</title>\n<style>");
    out.append(ReportStyle.CSS).append("</style>\n</head>\n<body>\n");
    out.append("<a class=\"skip\" href=\"#content\">Skip to the report</a>\n");
    header(title);
    contents();
    out.append("<main id=\"content\">\n");
    if (!report.introduction().isBlank()) {
      out.append("<div class=\"lead\">").append(SafeText.blocks(report.introduction()));
      out.append("</div>\n");
    }
    int number = 1;
    for (ReportSection section : report.sections()) section(number++, section);
    out.append("</main>\n<footer>\n");
    sources();
    omissions();
    counts("redacted", "What was redacted", "Kind", "Count", report.redactions());
    counts("tokens", "Tokens by stage", "Stage", "Tokens", report.tokens());
    return out.append("</footer>\n</body>\n</html>\n").toString();
  }

  private void header(String title) {
    out.append("<header>\n<h1>").append(title).append("</h1>\n");
    if (!report.facts().isEmpty()) {
      out.append("<dl>\n");
      report.facts().forEach((k, v) -> pair(SafeText.plain(k), SafeText.plain(v)));
      out.append("</dl>\n");
    }
    report
        .partial()
        .ifPresent(why ->
            out.append("<p class=\"partial\" role=\"alert\"><strong>Partial report.</strong> ")
                .append(SafeText.plain(why))
                .append("</p>\n"));
    out.append("</header>\n");
  }

  private void pair(String name, String value) {
    out.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>\n");
  }

  private void contents() {
    out.append("<nav aria-label=\"Contents\">\n<ol>\n");
    int number = 1;
    for (ReportSection section : report.sections()) {
      out.append("<li><a href=\"#section-").append(number++).append("\">");
      out.append(SafeText.plain(section.title())).append("</a></li>\n");
    }
    out.append("</ol>\n</nav>\n");
  }

  private void section(int number, ReportSection section) {
    String id = "section-" + number;
    out.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"").append(id);
    out.append("\"><span class=\"number\">").append(number).append("</span> ");
    out.append(SafeText.plain(section.title())).append("</h2>\n<p>");
    for (ReportSection.Sentence sentence : section.sentences()) {
      out.append(SafeText.inline(sentence.text()));
      for (int mark : report.numbers(sentence.citations())) {
        out.append("<sup><a href=\"#source-").append(mark).append("\" aria-label=\"Source ");
        out.append(mark).append("\">[").append(mark).append("]</a></sup>");
      }
      out.append('\n');
    }
    out.append("</p>\n</section>\n");
  }

  private void sources() {
    out.append(
        "<section aria-labelledby=\"sources\">\n<h2 id=\"sources\">Sources</h2>\n<ol class=\"sources\">\n");
    for (Citation c : report.citations()) {
      out.append("<li id=\"source-").append(c.number()).append("\" value=\"").append(c.number());
      out.append("\"><cite>").append(SafeText.plain(c.title())).append("</cite>");
      if (!c.heading().isBlank()) out.append(", ").append(SafeText.plain(c.heading()));
      out.append("<br><code>").append(SafeText.plain(c.source())).append("</code>, lines ");
      out.append(SafeText.plain(c.lines())).append("<br><small>text sha256 <code>");
      out.append(SafeText.plain(c.chunkHash())).append("</code><br>document sha256 <code>");
      out.append(SafeText.plain(c.documentHash())).append("</code></small></li>\n");
    }
    out.append("</ol>\n</section>\n");
  }

  private void omissions() {
    if (report.notCovered().isEmpty()) return;
    out.append(
        "<section aria-labelledby=\"omitted\">\n<h2 id=\"omitted\">Not covered</h2>\n<dl>\n");
    report.notCovered().forEach(o -> pair(SafeText.plain(o.title()), SafeText.plain(o.reason())));
    out.append("</dl>\n</section>\n");
  }

  private void counts(
      String id, String title, String name, String count, Map<String, Long> counts) {
    if (counts.isEmpty()) return;
    out.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"").append(id);
    out.append("\">").append(title).append("</h2>\n<table>\n<thead><tr><th scope=\"col\">");
    out.append(name).append("</th><th scope=\"col\">").append(count);
    out.append("</th></tr></thead>\n<tbody>\n");
    counts.forEach((key, value) ->
        out.append("<tr><th scope=\"row\">")
            .append(SafeText.plain(key.replace('_', ' ')))
            .append("</th><td>")
            .append("%,d".formatted(value))
            .append("</td></tr>\n"));
    out.append("</tbody>\n</table>\n</section>\n");
  }
}

package dev.stint.runtime.report;

import dev.stint.runtime.citation.Citation;
import dev.stint.runtime.citation.ReportSection;
import java.util.List;
import java.util.Map;

/**
 * A report as Markdown. Text from models and documents is escaped, so that it can bring neither
 * links nor images nor HTML (A15).
 */
public final class MarkdownReport {
  private final StringBuilder out = new StringBuilder();
  private final Report report;

  private MarkdownReport(Report report) {
    this.report = report;
  }

  public static String of(Report report) {
    return new MarkdownReport(report).write();
  }

  private String write() {
    out.append("# ").append(plain(report.title())).append("\n\n");
    report.partial().ifPresent(why -> line("> **Partial report.** " + plain(why) + "\n"));
    report.facts().forEach((name, value) -> line("- **" + plain(name) + ":** " + plain(value)));
    if (!report.facts().isEmpty()) out.append('\n');
    if (!report.introduction().isBlank()) line(plain(report.introduction()) + "\n");
    int number = 1;
    for (ReportSection section : report.sections()) section(number++, section);
    sources();
    omissions();
    counts("What was redacted", "Kind", "Count", report.redactions());
    counts("Tokens by stage", "Stage", "Tokens", report.tokens());
    return out.toString().stripTrailing() + "\n";
  }

  private void section(int number, ReportSection section) {
    out.append("## ").append(number).append(". ").append(plain(section.title())).append("\n\n");
    for (ReportSection.Sentence sentence : section.sentences()) {
      out.append(plain(sentence.text()));
      for (int mark : report.numbers(sentence.citations()))
        out.append(" [").append(mark).append(']');
      out.append(' ');
    }
    out.setLength(Math.max(0, out.length() - 1));
    out.append("\n\n");
  }

  private void sources() {
    out.append("## Sources\n\n");
    for (Citation c : report.citations()) {
      String heading = c.heading().isBlank() ? "" : ", “" + plain(c.heading()) + "”";
      line(c.number() + ". " + plain(c.title()) + heading);
      line("   `" + code(c.source()) + "`, lines " + c.lines() + "  ");
      line("   text sha256 `" + code(c.chunkHash()) + "`  ");
      line("   document sha256 `" + code(c.documentHash()) + "`");
    }
    out.append('\n');
  }

  private void omissions() {
    List<Report.Omission> omissions = report.notCovered();
    if (omissions.isEmpty()) return;
    out.append("## Not covered\n\n");
    omissions.forEach(o -> line("- **" + plain(o.title()) + ":** " + plain(o.reason())));
    out.append('\n');
  }

  private void counts(String title, String name, String count, Map<String, Long> counts) {
    if (counts.isEmpty()) return;
    out.append("## ").append(title).append("\n\n");
    line("| " + name + " | " + count + " |");
    line("| --- | ---: |");
    counts.forEach(
        (key, value) -> line("| " + plain(key.replace('_', ' ')) + " | " + value + " |"));
    out.append('\n');
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String code(String text) {
    return text.replace("`", "'").replaceAll("\\s+", " ");
  }

  /** Redaction marks keep their brackets readable: without a target they are no links. */
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ")
        .strip()
        .replaceAll("([\\\\`*_{}>#|!~])", "\\\\$1")
        .replaceAll("\\[(?![a-z]+-[a-z0-9]+])", "\\\\[")
        .replaceAll("]\\(", "]\\\\(")
        .replace("<", "&lt;")
        .replaceAll("://", ":\u200b//");
  }
}

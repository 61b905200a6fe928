package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.report.HtmlReport;
import dev.stint.runtime.report.MarkdownReport;
import dev.stint.runtime.report.Report;
import dev.stint.runtime.report.ReportReader;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code stint.report.render@1}: a cited draft as Markdown and as one self-contained page (A15).
 */
public final class ReportRenderTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.report.render",
          "1.0.0",
          "Renders a cited draft as Markdown and HTML",
          Effect.NONE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["draft", "citations"],
               "properties": {
                 "draft": {"type": "object", "required": ["title", "sections"], "properties": {
                   "title": {"type": "string"}, "introduction": {"type": "string"},
                   "sections": {"type": "array", "items": {"type": "object"}}}},
                 "citations": {"type": "array", "items": %s},
                 "retrieved": {"type": "array", "items": {"type": "object"}},
                 "notCovered": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false, "required": ["title", "reason"],
                   "properties": {"title": {"type": "string"}, "reason": {"type": "string"}}}},
                 "run": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
                 "redactions": {"type": "object", "additionalProperties": {"type": "integer"}},
                 "tokens": {"type": "object", "additionalProperties": {"type": "integer"}},
                 "partial": {"type": "string"}}}
              """,
              Schemas.CITATION),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["title", "markdown", "html"],
               "properties": {
                 "title": {"type": "string"}, "markdown": {"type": "string"},
                 "html": {"type": "string"}}}
              """),
          Duration.ofSeconds(30),
          8,
          8L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public boolean computesOnly() {
    return true;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context) {
    Report report = ReportReader.read(args);
    return ToolResult.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("title", report.title())
            .put("markdown", MarkdownReport.of(report))
            .put("html", HtmlReport.of(report)));
  }
}

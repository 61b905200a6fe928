package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.report.TemplateReport;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code stint.text.render@1}: fills a job's own Markdown template with values, and gives Markdown
 * and one self-contained page (A15). Values are escaped; a name without a value is an error.
 */
public final class TextRenderTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.text.render",
          "1.0.0",
          "Renders a Markdown template as Markdown and HTML",
          Effect.NONE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["title", "template", "data"],
               "properties": {
                 "title": {"type": "string", "minLength": 1, "maxLength": 200},
                 "template": {"type": "string", "minLength": 1, "maxLength": 100000,
                   "description": "Mustache over Markdown: {{name}}, {{#list}}...{{/list}}"},
                 "data": {"type": "object"}}}
              """),
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
  public ToolResult call(JsonNode args, ToolContext context) throws ToolException {
    String title = args.path("title").asText();
    try {
      String markdown = TemplateReport.markdown(args.path("template").asText(), args.path("data"));
      return ToolResult.of(
          JsonNodeFactory.instance
              .objectNode()
              .put("title", title)
              .put("markdown", markdown)
              .put("html", TemplateReport.html(title, markdown)));
    } catch (IllegalArgumentException e) {
      throw Failures.terminal("template_invalid", e.getMessage());
    }
  }
}

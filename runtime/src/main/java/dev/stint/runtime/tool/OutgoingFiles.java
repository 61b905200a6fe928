package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.report.RemoteReferences;
import java.util.List;
import java.util.Locale;

/** Files on their way out, without what would fetch or run something where they are read (A15). */
final class OutgoingFiles {
  private static final List<String> PAGES = List.of(".html", ".htm", ".xhtml", ".svg");
  private static final List<String> MARKDOWN = List.of(".md", ".markdown");

  private OutgoingFiles() {}

  /** The arguments of a publication with clean {@code files} and {@code report}. */
  static JsonNode clean(JsonNode args, RemoteReferences rule) {
    if (!args.isObject()) return args;
    ObjectNode clean = args.deepCopy();
    for (JsonNode file : clean.path("files")) {
      if (!(file instanceof ObjectNode one) || !one.path("content").isTextual()) continue;
      String content = one.path("content").textValue();
      String name = one.path("name").asText().toLowerCase(Locale.ROOT);
      String type = one.path("mediaType").asText().toLowerCase(Locale.ROOT);
      if (ends(name, PAGES) || type.contains("html") || type.contains("svg")) {
        one.put("content", rule.cleanHtml(content));
      } else if (ends(name, MARKDOWN) || type.contains("markdown")) {
        one.put("content", rule.cleanMarkdown(content));
      }
    }
    if (clean.path("report") instanceof ObjectNode report) {
      if (report.path("html").isTextual()) {
        report.put("html", rule.cleanHtml(report.path("html").textValue()));
      }
      if (report.path("markdown").isTextual()) {
        report.put("markdown", rule.cleanMarkdown(report.path("markdown").textValue()));
      }
    }
    return clean;
  }

  private static boolean ends(String name, List<String> endings) {
    return endings.stream().anyMatch(name::endsWith);
  }
}

package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The OpenAPI document as one page that needs nothing else: no script, no other file. Pure. */
final class DocumentationPage {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      h2{margin:2rem 0 .5rem}dt{font-family:ui-monospace,monospace;margin-top:.75rem}
      dd{margin:0 0 0 1rem;color:#444}b{display:inline-block;min-width:3.5rem}\
      """;

  private DocumentationPage() {}

  static String of(JsonNode openApi) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Stint API");
    page.append("</title><style>").append(STYLE).append("</style></head><body><h1>");
    page.append(safe(openApi.at("/info/title").asText())).append("</h1><p>");
    page.append(safe(openApi.at("/info/description").asText()));
    page.append(" The whole document: <a href=\"/openapi.json\">openapi.json</a>; the job format:");
    page.append(" <a href=\"/schemas/job.v1.json\">job.v1.json</a>.</p>");
    for (JsonNode tag : openApi.path("tags")) section(openApi, tag, page);
    return page.append("</body></html>\n").toString();
  }

  private static void section(JsonNode openApi, JsonNode tag, StringBuilder page) {
    String name = tag.path("name").asText();
    page.append("<h2>").append(safe(name)).append("</h2><p>");
    page.append(safe(tag.path("description").asText())).append("</p><dl>");
    for (var path : openApi.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (!operation.getValue().path("tags").path(0).asText().equals(name)) continue;
        page.append("<dt><b>").append(safe(operation.getKey().toUpperCase(Locale.ROOT)));
        page.append("</b> ").append(safe(path.getKey())).append("</dt><dd>");
        page.append(safe(operation.getValue().path("summary").asText())).append("</dd>");
      }
    }
    page.append("</dl>");
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}

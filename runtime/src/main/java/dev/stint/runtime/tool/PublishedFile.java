package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file to publish. */
record PublishedFile(String name, String mediaType, byte[] content) {
  String sha256() {
    return Sha256.hex(content);
  }

  /** The files that publish arguments name: {@code files}, or both forms of a {@code report}. */
  static List<PublishedFile> from(JsonNode args) throws ToolException {
    List<PublishedFile> files = new ArrayList<>();
    for (JsonNode file : args.path("files")) {
      files.add(
          of(
              file.path("name").asText(),
              file.path("mediaType").asText("application/octet-stream"),
              file.path("content").asText()));
    }
    JsonNode report = args.path("report");
    if (report.has("markdown")) {
      files.add(of("report.md", "text/markdown", report.get("markdown").asText()));
    }
    if (report.has("html")) files.add(of("report.html", "text/html", report.get("html").asText()));
    Set<String> names = new HashSet<>();
    for (PublishedFile file : files) {
      if (!names.add(file.name()) || file.name().equals(PublishedFolder.MANIFEST)) {
        throw Failures.terminal("publish_invalid", "the file name is taken: " + file.name());
      }
    }
    if (files.isEmpty()) {
      throw Failures.terminal("publish_invalid", "expected files or a report, found neither");
    }
    return files;
  }

  private static PublishedFile of(String name, String mediaType, String text) throws ToolException {
    return new PublishedFile(
        SafePaths.name(name), mediaType, text.getBytes(StandardCharsets.UTF_8));
  }
}

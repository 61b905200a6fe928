package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.knowledge.parse.MediaKind;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources of an MCP server, by their addresses. */
record ResourceSource(String name, ResourceServer server, FolderLimits limits)
    implements KnowledgeSource {
  @Override
  public Listed list() throws RetrievalException, InterruptedException {
    List<ResourceServer.Resource> offered = server.list(limits.files() + 1);
    if (offered.size() > limits.files()) {
      throw new RetrievalException(
          "source_too_large",
          "a source may hold %d documents, and %s offers more".formatted(limits.files(), name));
    }
    List<String> notes = new ArrayList<>();
    Map<String, Listed.Entry> entries = new LinkedHashMap<>();
    for (ResourceServer.Resource resource : offered) {
      String readAs = readAs(resource);
      if (MediaKind.of(readAs).isEmpty()) {
        notes.add(resource.uri() + ": left out, it is none of the documents that are read");
        continue;
      }
      entries.put(
          resource.uri(), new Listed.Entry(resource.stamp(), readAs, () -> bytes(resource.uri())));
    }
    return new Listed(entries, "", List.copyOf(notes));
  }

  private byte[] bytes(String uri) throws RetrievalException, InterruptedException {
    byte[] bytes = server.read(uri);
    if (bytes.length <= limits.fileBytes()) return bytes;
    throw new RetrievalException(
        "source_unreadable",
        "%s: %s is larger than stint.knowledge.limits.document-size".formatted(name, uri));
  }

  /** By what the server calls it, else by the ending of its address. */
  private static String readAs(ResourceServer.Resource resource) {
    String type = resource.mediaType().split(";")[0].strip();
    return switch (type) {
      case "text/html", "application/xhtml+xml" -> "document.html";
      case "text/markdown" -> "document.md";
      case "application/pdf" -> "document.pdf";
      case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ->
          "document.docx";
      case "text/plain" ->
          MediaKind.of(resource.uri()).isPresent() ? resource.uri() : "document.txt";
      default -> resource.uri();
    };
  }
}

package dev.stint.runtime.citation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.retrieval.Chunk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of the source list.
 *
 * @param number 1-based, in order of first use
 * @param chunk id of the chunk
 * @param lines {@code 12-18}, or {@code 12}
 */
public record Citation(
    int number,
    String chunk,
    String source,
    String title,
    String heading,
    String lines,
    String chunkHash,
    String documentHash) {

  /** Numbers the chunks that {@code sections} cite; ids never retrieved get no number. */
  public static List<Citation> number(List<ReportSection> sections, Map<String, Chunk> retrieved) {
    Map<String, Citation> numbered = new LinkedHashMap<>();
    for (ReportSection section : sections) {
      for (ReportSection.Sentence sentence : section.sentences()) {
        for (String id : sentence.citations()) {
          Chunk chunk = retrieved.get(id);
          if (chunk != null) numbered.putIfAbsent(id, of(numbered.size() + 1, chunk));
        }
      }
    }
    return new ArrayList<>(numbered.values());
  }

  private static Citation of(int number, Chunk c) {
    String lines =
        c.firstLine() == c.lastLine() ? "" + c.firstLine() : c.firstLine() + "-" + c.lastLine();
    return new Citation(
        number, c.id(), c.source(), c.title(), c.heading(), lines, c.hash(), c.documentHash());
  }

  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("number", number)
        .put("chunk", chunk)
        .put("source", source)
        .put("title", title)
        .put("heading", heading)
        .put("lines", lines)
        .put("chunkHash", chunkHash)
        .put("documentHash", documentHash);
  }

  public static Citation fromJson(JsonNode json) {
    return new Citation(
        json.path("number").asInt(),
        json.path("chunk").asText(),
        json.path("source").asText(),
        json.path("title").asText(),
        json.path("heading").asText(),
        json.path("lines").asText(),
        json.path("chunkHash").asText(),
        json.path("documentHash").asText());
  }
}

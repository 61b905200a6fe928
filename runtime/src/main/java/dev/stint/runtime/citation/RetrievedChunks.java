package dev.stint.runtime.citation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.retrieval.Chunk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chunks that a run retrieved, by id, from whatever shape the steps left them in. */
public final class RetrievedChunks {
  private static final List<String> TOOLS = List.of("stint.documents.", "stint.knowledge.");

  private RetrievedChunks() {}

  /** Whether what a tool of that name brings counts as retrieved. */
  public static boolean broughtBy(String tool) {
    return TOOLS.stream().anyMatch(tool::startsWith);
  }

  /**
   * Collects every chunk below {@code retrieved}: one search result, a list of them, or the {@code
   * {items}} of a forEach step. The first of two chunks with the same id counts.
   */
  public static Map<String, Chunk> fromJson(JsonNode retrieved) {
    Map<String, Chunk> chunks = new LinkedHashMap<>();
    collect(retrieved, chunks);
    return chunks;
  }

  private static void collect(JsonNode node, Map<String, Chunk> chunks) {
    if (node.isObject() && node.has("id") && node.has("hash") && node.has("text")) {
      Chunk chunk = Chunk.fromJson(node);
      chunks.putIfAbsent(chunk.id(), chunk);
    } else {
      node.forEach(child -> collect(child, chunks));
    }
  }
}

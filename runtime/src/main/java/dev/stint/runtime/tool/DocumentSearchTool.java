package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.DocumentIndex;
import dev.stint.runtime.retrieval.DocumentIndexes;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import dev.stint.runtime.retrieval.SearchResult;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code stint.documents.search@1}: the passages of a source folder that answer a query, from
 * several documents, never more tokens than asked for (D1).
 */
public final class DocumentSearchTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.documents.search",
          "1.0.0",
          "Finds passages of Markdown and text documents by keywords (BM25)",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["source", "query"],
               "properties": {
                 "source": {"type": "string", "description": "id of a source under data"},
                 "title": {"type": "string", "maxLength": 200},
                 "query": {"type": "string", "minLength": 1, "maxLength": 1000},
                 "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 8},
                 "minSources": {"type": "integer", "minimum": 1, "maximum": 20, "default": 2},
                 "maxTokens": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 1000}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["title", "query", "sufficient", "chunks", "documents", "tokens"],
               "properties": {
                 "title": {"type": "string"}, "query": {"type": "string"},
                 "sufficient": {"type": "boolean"}, "reason": {"type": "string"},
                 "chunks": {"type": "array", "items": %s},
                 "documents": {"type": "array", "items": %s},
                 "tokens": {"type": "integer", "minimum": 0},
                 "notes": {"type": "array", "items": {"type": "string"}}}}
              """,
              Schemas.CHUNK, Schemas.DOCUMENT),
          Duration.ofSeconds(60),
          8,
          4L << 20);

  private final DocumentIndexes indexes;

  public DocumentSearchTool(DocumentIndexes indexes) {
    this.indexes = indexes;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    var folder = context.source(args.path("source").asText());
    context.beforeEffect();
    String query = args.path("query").asText();
    int minSources = args.path("minSources").asInt(2);
    int limit = Math.max(args.path("limit").asInt(8), minSources);
    var request = new SearchRequest(query, limit, minSources, args.path("maxTokens").asLong(1000));
    try {
      DocumentIndex index = indexes.of(folder);
      SearchResult result = index.search(request);
      var output = output(args.path("title").asText(query), request, result);
      index.notes().forEach(output.withArray("notes")::add);
      return new ToolResult(output, result.tokens());
    } catch (RetrievalException e) {
      throw Failures.terminal(e.code(), e.getMessage());
    }
  }

  private static ObjectNode output(String title, SearchRequest request, SearchResult result) {
    var output = JsonNodeFactory.instance.objectNode().put("title", title);
    boolean sufficient = result.documents() >= request.minSources();
    output.put("query", request.query()).put("sufficient", sufficient);
    if (!sufficient) {
      output.put(
          "reason",
          "%d of %d distinct documents found".formatted(result.documents(), request.minSources()));
    }
    var chunks = output.putArray("chunks");
    var documents = output.putArray("documents");
    Set<String> seen = new LinkedHashSet<>();
    for (Chunk chunk : result.chunks()) {
      chunks.add(chunk.toJson());
      if (!seen.add(chunk.source())) continue;
      var document = documents.addObject().put("source", chunk.source());
      document.put("title", chunk.title()).put("hash", chunk.documentHash());
    }
    return output.put("tokens", result.tokens());
  }
}

package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.Document;
import dev.stint.runtime.retrieval.DocumentFolder;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.MarkdownChunker;
import dev.stint.runtime.retrieval.RetrievalException;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code stint.documents.read@1}: one document of a source, chunk by chunk from the top, as far as
 * {@code maxTokens} reaches (D1).
 */
public final class DocumentReadTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.documents.read",
          "1.0.0",
          "Reads one document of a source",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["source", "document"],
               "properties": {
                 "source": {"type": "string", "description": "id of a source under data"},
                 "document": {"type": "string", "description": "path relative to the source"},
                 "maxTokens": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 4000}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["source", "title", "hash", "chunks", "tokens", "complete"],
               "properties": {
                 "source": {"type": "string"}, "title": {"type": "string"}, "hash": %s,
                 "chunks": {"type": "array", "items": %s},
                 "tokens": {"type": "integer", "minimum": 0}, "complete": {"type": "boolean"}}}
              """,
              Schemas.SHA256, Schemas.CHUNK),
          Duration.ofSeconds(60),
          8,
          4L << 20);

  private final FolderLimits limits;

  public DocumentReadTool(FolderLimits limits) {
    this.limits = limits;
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
    long allowed = args.path("maxTokens").asLong(4000);
    try {
      Document document = new DocumentFolder(folder, limits).read(args.path("document").asText());
      var output = JsonNodeFactory.instance.objectNode();
      var chunks = JsonNodeFactory.instance.arrayNode();
      String title = document.source();
      long tokens = 0;
      boolean complete = true;
      for (Chunk chunk : new MarkdownChunker().chunks(document)) {
        title = chunk.title();
        long more = TokenCounter.o200k().count(chunk.text());
        if (tokens + more > allowed) {
          complete = false;
          break;
        }
        tokens += more;
        chunks.add(chunk.toJson());
      }
      output.put("source", document.source()).put("title", title).put("hash", document.hash());
      output.set("chunks", chunks);
      return new ToolResult(output.put("tokens", tokens).put("complete", complete), tokens);
    } catch (RetrievalException e) {
      throw Failures.terminal(e.code(), e.getMessage());
    }
  }
}

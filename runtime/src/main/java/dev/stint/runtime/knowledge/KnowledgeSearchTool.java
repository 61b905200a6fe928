package dev.stint.runtime.knowledge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.knowledge.index.KnowledgeAnswer;
import dev.stint.runtime.knowledge.index.KnowledgeHit;
import dev.stint.runtime.knowledge.index.SearchMode;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * {@code stint.knowledge.search@1}: the passages of a source that answer a question, by words and
 * meaning, each with source, version, place and hash (D1). Takes and gives what {@code
 * stint.documents.search} does, and more.
 */
public final class KnowledgeSearchTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.knowledge.search",
          "1.0.0",
          "Finds passages of Markdown, HTML, PDF, Word and text documents by words and meaning",
          Effect.READ,
          true,
          Optional.empty(),
          Json.parse(KnowledgeSchemas.INPUT),
          Json.parse(KnowledgeSchemas.OUTPUT),
          Duration.ofMinutes(15), // the first search of a large source indexes it
          8,
          4L << 20);

  private final KnowledgeBase knowledge;
  private final SourceGrants grants;

  public KnowledgeSearchTool(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
    this.grants = new SourceGrants(knowledge.declared());
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    SourceSpec source = grants.granted(context.declared(args.path("source").asText()));
    int minSources = args.path("minSources").asInt(2);
    var request =
        new SearchRequest(
            args.path("query").asText(),
            Math.max(args.path("limit").asInt(8), minSources),
            minSources,
            args.path("maxTokens").asLong(1000));
    SearchMode mode = SearchMode.parse(args.path("mode").asText("hybrid"));
    context.beforeEffect();
    try {
      Optional<String> shares =
          args.path("cache").asBoolean(true) ? Optional.of(context.shares()) : Optional.empty();
      KnowledgeAnswer answer = knowledge.search(source, request, mode, shares);
      ObjectNode output = output(source, request, answer);
      output.put("title", args.path("title").asText(request.query()));
      if (answer.mode() != mode) {
        output.putArray("notes").add("found by words only: this node makes no vectors");
      }
      return new ToolResult(output, answer.tokens());
    } catch (RetrievalException e) {
      boolean later = e.code().equals("knowledge_busy");
      throw new ToolException(
          later
              ? Failure.retryable(e.code(), e.getMessage())
              : Failure.terminal(e.code(), e.getMessage()));
    }
  }

  private static ObjectNode output(
      SourceSpec source, SearchRequest request, KnowledgeAnswer answer) {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    boolean sufficient = answer.documents() >= request.minSources();
    output.put("query", request.query()).put("sufficient", sufficient);
    if (!sufficient) {
      output.put(
          "reason",
          "%d of %d distinct documents found".formatted(answer.documents(), request.minSources()));
    }
    output.put("sourceId", source.id()).put("classification", source.classification().word());
    output.put("version", answer.state().shown()).put("mode", answer.mode().word());
    output.put("cached", answer.cached()).put("tokens", answer.tokens());
    var chunks = output.putArray("chunks");
    var documents = output.putArray("documents");
    Set<String> seen = new LinkedHashSet<>();
    for (KnowledgeHit hit : answer.hits()) {
      Chunk chunk = hit.chunk();
      ObjectNode json = chunk.toJson();
      json.put("location", location(chunk));
      hit.alsoIn().forEach(json.putArray("alsoIn")::add);
      chunks.add(json);
      if (!seen.add(chunk.source())) continue;
      var document = documents.addObject().put("source", chunk.source());
      document.put("title", chunk.title()).put("hash", chunk.documentHash());
    }
    return output;
  }

  /** Where a person finds it: document, heading or page, lines. */
  static String location(Chunk chunk) {
    String lines =
        chunk.firstLine() == chunk.lastLine()
            ? "line " + chunk.firstLine()
            : "lines " + chunk.firstLine() + "-" + chunk.lastLine();
    String under = chunk.heading().isEmpty() ? "" : ", " + chunk.heading();
    return chunk.source() + under + ", " + lines;
  }
}

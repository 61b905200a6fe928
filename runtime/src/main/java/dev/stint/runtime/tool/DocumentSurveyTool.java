package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.Document;
import dev.stint.runtime.retrieval.DocumentFolder;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.MarkdownChunker;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.survey.Survey;
import dev.stint.runtime.survey.SurveyRules;
import dev.stint.runtime.survey.Surveyed;
import dev.stint.runtime.survey.Surveyed.Fate;
import dev.stint.runtime.survey.Taxonomy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code stint.documents.survey@1}: looks over a source: what is current, doubled, out of date or
 * wrongly tagged, and each document as it should be filed (D1).
 */
public final class DocumentSurveyTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.documents.survey",
          "1.0.0",
          "Finds duplicates, stale documents and wrong tags in a source",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["source", "asOf", "taxonomy"],
               "properties": {
                 "source": {"type": "string", "description": "id of a source under data"},
                 "asOf": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                 "staleAfterDays": {"type": "integer", "minimum": 1, "maximum": 36500, "default": 365},
                 "similarity": {"type": "number", "minimum": 0.5, "maximum": 1, "default": 0.8},
                 "maxTokens": {"type": "integer", "minimum": 50, "maximum": 100000, "default": 8000,
                   "description": "most of all passages together"},
                 "perDocument": {"type": "integer", "minimum": 50, "maximum": 10000, "default": 400,
                   "description": "most of one document's passages, from its top"},
                 "taxonomy": {"type": "array", "minItems": 1, "maxItems": 500, "items": {
                   "type": "object", "additionalProperties": false, "required": ["tag"],
                   "properties": {
                     "tag": {"type": "string", "minLength": 1, "maxLength": 60},
                     "synonyms": {"type": "array", "items": {"type": "string"}}}}}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["asOf", "kept", "stale", "duplicates", "documents"],
               "properties": {
                 "asOf": {"type": "string"}, "kept": {"type": "integer"},
                 "stale": {"type": "integer"}, "duplicates": {"type": "integer"},
                 "notes": {"type": "array", "items": {"type": "string"}},
                 "documents": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false,
                   "required": ["source", "file", "title", "fate", "reason", "owner", "reviewed",
                     "tags", "problems", "hash", "words", "content", "passages"],
                   "properties": {
                     "source": {"type": "string"}, "file": {"type": "string"},
                     "title": {"type": "string"}, "fate": {"enum": ["keep", "stale", "duplicate"]},
                     "reason": {"type": "string"}, "owner": {"type": "string"},
                     "reviewed": {"type": "string"},
                     "tags": {"type": "array", "items": {"type": "string"}},
                     "problems": {"type": "array", "items": {"type": "string"}},
                     "hash": %s, "words": {"type": "integer"}, "content": {"type": "string"},
                     "passages": {"type": "array", "items": {
                       "type": "object", "additionalProperties": false, "required": ["id", "source", "text"],
                       "properties": {"id": {"type": "string"}, "source": {"type": "string"},
                         "text": {"type": "string"}}}}}}}}}
              """,
              Schemas.SHA256),
          Duration.ofSeconds(120),
          4,
          16L << 20);

  private final FolderLimits limits;

  public DocumentSurveyTool(FolderLimits limits) {
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
    SurveyRules rules = rules(args);
    context.beforeEffect();
    try {
      var contents = new DocumentFolder(folder, limits).read();
      List<Surveyed> survey = Survey.of(contents.documents(), rules);
      var output = JsonNodeFactory.instance.objectNode().put("asOf", rules.asOf().toString());
      output
          .put("kept", count(survey, Fate.Keep.class))
          .put("stale", count(survey, Fate.Stale.class));
      output.put("duplicates", count(survey, Fate.Duplicate.class));
      contents.notes().forEach(output.putArray("notes")::add);
      var documents = output.putArray("documents");
      long tokens = 0;
      for (Surveyed document : survey) {
        ObjectNode json = json(document);
        long left = args.path("maxTokens").asLong(8000) - tokens;
        long each = Math.min(left, args.path("perDocument").asLong(400));
        boolean wanted = document.fate() instanceof Fate.Keep;
        tokens += passages(document, wanted ? each : 0, json.putArray("passages"));
        documents.add(json);
      }
      return new ToolResult(output, tokens);
    } catch (RetrievalException e) {
      throw Failures.terminal(e.code(), e.getMessage());
    }
  }

  private static SurveyRules rules(JsonNode args) throws ToolException {
    List<Taxonomy.Tag> tags = new ArrayList<>();
    for (JsonNode tag : args.path("taxonomy")) {
      List<String> synonyms = new ArrayList<>();
      tag.path("synonyms").forEach(word -> synonyms.add(word.asText()));
      tags.add(new Taxonomy.Tag(tag.path("tag").asText(), synonyms));
    }
    try {
      return new SurveyRules(
          LocalDate.parse(args.path("asOf").asText()),
          args.path("staleAfterDays").asInt(365),
          args.path("similarity").asDouble(0.8),
          new Taxonomy(tags));
    } catch (DateTimeException e) {
      throw Failures.terminal(
          "date_invalid", "asOf: expected a day, found " + args.path("asOf").asText());
    }
  }

  private static long count(List<Surveyed> survey, Class<? extends Fate> fate) {
    return survey.stream().filter(s -> fate.isInstance(s.fate())).count();
  }

  private static ObjectNode json(Surveyed it) {
    var json = JsonNodeFactory.instance.objectNode().put("source", it.document().source());
    json.put("file", it.document().source().replace('/', '.')).put("title", it.title());
    switch (it.fate()) {
      case Fate.Keep _ -> json.put("fate", "keep").put("reason", "");
      case Fate.Stale stale ->
          json.put("fate", "stale").put("reason", "last reviewed " + stale.days() + " days ago");
      case Fate.Duplicate d ->
          json.put("fate", "duplicate")
              .put("reason", "%.0f %% the same as %s".formatted(100 * d.similarity(), d.of()));
    }
    json.put("owner", it.owner().orElse(""));
    json.put("reviewed", it.reviewed().map(LocalDate::toString).orElse(""));
    it.tags().forEach(json.putArray("tags")::add);
    it.problems().forEach(json.putArray("problems")::add);
    json.put("hash", it.document().hash()).put("words", it.body().split("\\s+").length);
    return json.put("content", filed(it));
  }

  /** The document with a fresh block at its top. */
  private static String filed(Surveyed it) {
    var text = new StringBuilder("---\ntitle: ").append(quoted(it.title())).append('\n');
    it.owner().ifPresent(owner -> text.append("owner: ").append(quoted(owner)).append('\n'));
    it.reviewed().ifPresent(day -> text.append("reviewed: ").append(day).append('\n'));
    text.append("tags: [");
    text.append(String.join(", ", it.tags().stream().map(DocumentSurveyTool::quoted).toList()));
    return text.append("]\n---\n\n").append(it.body()).toString();
  }

  /** JSON strings are YAML. */
  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  private static long passages(Surveyed it, long allowed, ArrayNode passages) {
    var body = new Document(it.document().source(), it.body(), it.document().hash());
    long tokens = 0;
    for (Chunk chunk : new MarkdownChunker().chunks(body)) {
      long more = TokenCounter.o200k().count(chunk.text());
      if (tokens + more > allowed) break;
      tokens += more;
      passages
          .addObject()
          .put("id", chunk.id())
          .put("source", chunk.source())
          .put("text", chunk.text());
    }
    return tokens;
  }
}

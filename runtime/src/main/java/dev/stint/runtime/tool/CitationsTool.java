package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.citation.Citation;
import dev.stint.runtime.citation.ReportSection;
import dev.stint.runtime.citation.RetrievedChunks;
import dev.stint.runtime.retrieval.Chunk;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code stint.citations@1}: numbers the chunks that sections cite into one source list (F4). */
public final class CitationsTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.citations",
          "1.0.0",
          "Compiles the numbered source list of cited sections",
          Effect.NONE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["sections", "retrieved"],
               "properties": {
                 "sections": {"type": "array", "items": {"type": "object"}},
                 "retrieved": {"type": ["array", "object"]}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["citations", "sections", "unresolved"],
               "properties": {
                 "citations": {"type": "array", "items": %s},
                 "sections": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false,
                   "required": ["title", "numbers", "documents"],
                   "properties": {
                     "title": {"type": "string"},
                     "numbers": {"type": "array", "items": {"type": "integer"}},
                     "documents": {"type": "integer"}}}},
                 "unresolved": {"type": "array", "items": {"type": "string"}}}}
              """,
              Schemas.CITATION),
          Duration.ofSeconds(10),
          16,
          4L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public boolean computesOnly() {
    return true;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context) {
    List<ReportSection> sections = ReportSection.fromJson(args.path("sections"));
    Map<String, Chunk> retrieved = RetrievedChunks.fromJson(args.path("retrieved"));
    List<Citation> citations = Citation.number(sections, retrieved);
    var output = JsonNodeFactory.instance.objectNode();
    var list = output.putArray("citations");
    citations.forEach(citation -> list.add(citation.toJson()));
    var perSection = output.putArray("sections");
    Set<String> unresolved = new LinkedHashSet<>();
    for (ReportSection section : sections) {
      Set<String> cited = new LinkedHashSet<>();
      section.sentences().forEach(sentence -> cited.addAll(sentence.citations()));
      var entry = perSection.addObject().put("title", section.title());
      var numbers = entry.putArray("numbers");
      List<Citation> known = citations.stream().filter(c -> cited.contains(c.chunk())).toList();
      known.forEach(citation -> numbers.add(citation.number()));
      entry.put("documents", known.stream().map(Citation::source).distinct().count());
      cited.stream().filter(id -> !retrieved.containsKey(id)).forEach(unresolved::add);
    }
    unresolved.forEach(output.putArray("unresolved")::add);
    return ToolResult.of(output);
  }
}

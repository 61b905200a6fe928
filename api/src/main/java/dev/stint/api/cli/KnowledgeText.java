package dev.stint.api.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.knowledge.index.IndexState;
import dev.stint.runtime.knowledge.index.IndexedDocument;
import dev.stint.runtime.knowledge.index.KnowledgeAnswer;
import dev.stint.runtime.knowledge.index.KnowledgeHit;
import dev.stint.runtime.knowledge.index.UpdateReport;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the commands of knowledge show what they did and found. */
final class KnowledgeText {
  private static final int SHOWN = 20;

  private KnowledgeText() {}

  static void print(Terminal t, SourceSpec source, UpdateReport report, long millis) {
    t.line(
        "%s  %,d documents, %,d passages; %,d read, %,d changed, %,d removed, %,d embedded; %,d ms"
            .formatted(
                t.bold(source.id()),
                report.documents(),
                report.chunks(),
                report.read(),
                report.changed(),
                report.removed(),
                report.embedded(),
                millis));
    t.line("  version  " + report.state().shown());
    t.line("  vectors  " + vectors(report.state()));
    problems(t, report.problems());
  }

  private static String vectors(IndexState state) {
    return state.model().isEmpty() ? "none: passages are found by their words" : state.model();
  }

  private static void problems(Terminal t, List<String> problems) {
    problems.stream().limit(SHOWN).forEach(problem -> t.line(t.yellow("  left out ") + problem));
    if (problems.size() > SHOWN) t.line("  and " + (problems.size() - SHOWN) + " more");
  }

  static ObjectNode json(SourceSpec source, UpdateReport report, long millis) {
    ObjectNode json = state(source, Optional.of(report.state()));
    json.put("documents", report.documents()).put("chunks", report.chunks());
    json.put("read", report.read()).put("changed", report.changed());
    json.put("removed", report.removed()).put("embedded", report.embedded());
    json.put("latency_ms", millis);
    report.problems().forEach(json.putArray("problems")::add);
    return json;
  }

  private static ObjectNode state(SourceSpec source, Optional<IndexState> state) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("source", source.id()).put("location", source.location());
    json.put("owner", source.owner()).put("classification", source.classification().word());
    json.put("indexed", state.isPresent());
    state.ifPresent(s ->
        json.put("version", s.shown())
            .put("at", s.at().toString())
            .put("model", s.model())
            .put("complete", s.complete()));
    return json;
  }

  static void print(Terminal t, KnowledgeAnswer answer) {
    if (answer.hits().isEmpty()) t.line("nothing relevant found");
    for (KnowledgeHit hit : answer.hits()) {
      Chunk chunk = hit.chunk();
      t.line("%d. %s  %s".formatted(hit.rank(), t.bold(chunk.title()), t.dim(chunk.source())));
      String under = chunk.heading().isEmpty() ? "" : chunk.heading() + ", ";
      t.line(
          t.dim("   %slines %d-%d".formatted(under, chunk.firstLine(), chunk.lastLine()))
              + (hit.alsoIn().isEmpty() ? "" : t.dim("; also in " + hit.alsoIn())));
      t.line("   " + chunk.text().replace("\n", "\n   "));
    }
    t.progress(
        "%d passages, %d tokens, %s, version %s"
            .formatted(
                answer.hits().size(),
                answer.tokens(),
                answer.mode().word(),
                answer.state().shown()));
  }

  static ObjectNode json(KnowledgeAnswer answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("mode", answer.mode().word()).put("version", answer.state().shown());
    json.put("tokens", answer.tokens());
    ArrayNode hits = json.putArray("hits");
    for (KnowledgeHit hit : answer.hits()) {
      ObjectNode one = hit.chunk().toJson().put("rank", hit.rank());
      hit.alsoIn().forEach(one.putArray("alsoIn")::add);
      hits.add(one);
    }
    return json;
  }

  /** What the indexes hold, source by source. */
  static final class Status {
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final ArrayNode items = JsonNodeFactory.instance.arrayNode();

    void add(
        SourceSpec source, Optional<IndexState> state, Map<String, IndexedDocument> documents) {
      long chunks = documents.values().stream().mapToLong(IndexedDocument::chunks).sum();
      String shown =
          state.map(s -> s.complete() ? s.at().toString() : "not finished").orElse("not indexed");
      rows.add(
          List.of(
              source.id(),
              source.classification().word(),
              source.owner(),
              Integer.toString(documents.size()),
              Long.toString(chunks),
              state.map(IndexState::model).filter(m -> !m.isEmpty()).orElse("-"),
              shown));
      ObjectNode json = state(source, state);
      json.put("documents", documents.size()).put("chunks", chunks);
      ArrayNode bad = json.putArray("problems");
      for (IndexedDocument document : documents.values()) {
        if (document.problem().isEmpty()) continue;
        bad.add(document.path() + ": " + document.problem());
        problems.add(source.id() + "  " + document.path() + ": " + document.problem());
      }
      items.add(json);
    }

    void print(Terminal t) {
      t.table(
          List.of("SOURCE", "CLASS", "OWNER", "DOCUMENTS", "PASSAGES", "VECTORS", "LOOKED AT"),
          rows);
      KnowledgeText.problems(t, problems);
    }

    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("items", items);
      return json;
    }
  }
}

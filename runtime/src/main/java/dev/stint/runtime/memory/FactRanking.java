package dev.stint.runtime.memory;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.retrieval.Document;
import dev.stint.runtime.retrieval.DocumentFolder;
import dev.stint.runtime.retrieval.DocumentIndex;
import dev.stint.runtime.retrieval.SearchRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which facts bear on a question: the search of documents, where each fact is one. Pure. */
final class FactRanking {
  private static final int MOST = 100;

  private FactRanking() {}

  /** Best first; none when nothing is relevant. */
  static List<KnownFact> best(List<KnownFact> facts, String query) {
    Map<String, KnownFact> byId =
        facts.stream().collect(Collectors.toMap(f -> f.fact().id(), Function.identity()));
    List<Document> documents =
        facts.stream()
            .map(f -> new Document(f.fact().id(), f.text(), Sha256.hex(f.text())))
            .toList();
    DocumentIndex index = DocumentIndex.of(new DocumentFolder.Contents(documents, List.of()));
    return index.search(new SearchRequest(query, MOST, MOST, Long.MAX_VALUE)).chunks().stream()
        .map(chunk -> byId.get(chunk.source()))
        .distinct()
        .toList();
  }
}

package dev.stint.runtime.knowledge.index;

import dev.stint.runtime.knowledge.embed.Embedder;
import dev.stint.runtime.retrieval.Diversity;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import dev.stint.runtime.retrieval.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.FSDirectory;

/** The reading side of an index: sees each commit of whoever writes. Thread-safe. */
final class IndexReading implements AutoCloseable {
  /** Measured on questions with and without an answer, see BENCHMARKS.md. */
  static final double LEAST_COSINE = 0.3;

  private static final int REMEMBERED = 256;

  private final Path folder;
  private final Optional<Embedder> embedder;
  private Optional<DirectoryReader> open = Optional.empty();

  /** What was asked of which content, and who may be told that it was. */
  private record Asked(long content, SearchRequest request, SearchMode mode, String shares) {}

  private final Map<Asked, KnowledgeAnswer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, KnowledgeAnswer> eldest) {
          return size() > REMEMBERED;
        }
      };

  IndexReading(Path folder, Optional<Embedder> embedder) {
    this.folder = folder;
    this.embedder = embedder;
  }

  /** Something to do with an open index. */
  private interface Work<T> {
    T with(DirectoryReader reader) throws IOException;
  }

  KnowledgeAnswer search(SearchRequest request, SearchMode wanted, Optional<String> shares)
      throws RetrievalException {
    return with(
            reader -> {
              IndexState state = IndexContent.state(reader);
              boolean meant = embedder.isPresent() && state.model().equals(embedder.get().name());
              SearchMode mode = meant ? wanted : SearchMode.KEYWORD;
              Optional<Asked> asked =
                  shares.map(s -> new Asked(reader.getVersion(), request, mode, s));
              Optional<KnowledgeAnswer> known = asked.flatMap(this::remembered);
              if (known.isPresent()) return known.get().again();
              KnowledgeAnswer answer = answer(reader, request, mode, state);
              asked.ifPresent(a -> remember(a, answer));
              return answer;
            })
        .orElseThrow(() ->
            new RetrievalException(
                "knowledge_not_indexed",
                "this source has no index yet: stint knowledge index makes it"));
  }

  private KnowledgeAnswer answer(
      DirectoryReader reader, SearchRequest request, SearchMode mode, IndexState state)
      throws IOException {
    var search = new IndexSearch(new IndexSearcher(reader), embedder, LEAST_COSINE);
    List<Ranking.Ranked> ranked = search.ranked(request.query(), mode);
    Map<String, List<String>> alsoIn = new HashMap<>();
    ranked.forEach(r -> alsoIn.put(r.hit().chunk().id(), r.alsoIn()));
    SearchResult picked =
        Diversity.pick(ranked.stream().map(Ranking.Ranked::hit).toList(), request);
    List<KnowledgeHit> hits = new ArrayList<>();
    for (var chunk : picked.chunks()) {
      hits.add(new KnowledgeHit(chunk, hits.size() + 1, alsoIn.get(chunk.id())));
    }
    return new KnowledgeAnswer(hits, picked.tokens(), mode, state, false);
  }

  Optional<IndexState> state() throws RetrievalException {
    return with(IndexContent::state);
  }

  Map<String, IndexedDocument> documents() throws RetrievalException {
    return with(IndexContent::documents).orElse(Map.of());
  }

  private <T> Optional<T> with(Work<T> work) throws RetrievalException {
    try {
      Optional<DirectoryReader> reader = current();
      if (reader.isEmpty()) return Optional.empty();
      try {
        return Optional.of(work.with(reader.get()));
      } finally {
        reader.get().decRef();
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** The newest commit, held for the caller. */
  private synchronized Optional<DirectoryReader> current() throws IOException {
    if (open.isPresent()) {
      DirectoryReader newer = DirectoryReader.openIfChanged(open.get());
      if (newer != null) {
        open.get().close();
        open = Optional.of(newer);
      }
    } else if (Files.isDirectory(folder)) {
      var directory = FSDirectory.open(folder);
      if (DirectoryReader.indexExists(directory))
        open = Optional.of(DirectoryReader.open(directory));
    }
    open.ifPresent(DirectoryReader::incRef);
    return open;
  }

  private synchronized Optional<KnowledgeAnswer> remembered(Asked asked) {
    return Optional.ofNullable(answers.get(asked));
  }

  private synchronized void remember(Asked asked, KnowledgeAnswer answer) {
    answers.put(asked, answer);
  }

  static RetrievalException unusable(Path folder, IOException e) {
    return new RetrievalException(
        "knowledge_index_failed",
        "the index in %s cannot be used (%s); delete that folder, it is made anew"
            .formatted(folder, e.getMessage()));
  }

  @Override
  public synchronized void close() {
    open.ifPresent(reader -> {
      try {
        reader.close();
      } catch (IOException _) {
        // Nothing was written through it.
      }
    });
    open = Optional.empty();
  }
}

package dev.stint.runtime.knowledge;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.knowledge.embed.Embedder;
import dev.stint.runtime.knowledge.index.IndexState;
import dev.stint.runtime.knowledge.index.KnowledgeAnswer;
import dev.stint.runtime.knowledge.index.KnowledgeIndex;
import dev.stint.runtime.knowledge.index.SearchMode;
import dev.stint.runtime.knowledge.index.UpdateProgress;
import dev.stint.runtime.knowledge.index.UpdateReport;
import dev.stint.runtime.knowledge.parse.DocumentParser;
import dev.stint.runtime.knowledge.source.KnowledgeSources;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a node knows: one index for each source, below {@code knowledge} in the data folder. Jobs
 * that name the same place share an index. Nothing is opened before it is asked for. Thread-safe.
 */
public final class KnowledgeBase implements AutoCloseable {
  private static final int NAME_DIGITS = 16;

  private final Path folder;
  private final KnowledgeSettings settings;
  private final Optional<Embedder> embedder;
  private final InstantSource clock;
  private final KnowledgeSources sources;
  private final DocumentParser parser;
  private final Runnable ending;
  private final Map<String, KnowledgeIndex> indexes = new ConcurrentHashMap<>();

  /**
   * @param data folder of the node
   * @param sources opens what sources name
   * @param embedder makes vectors where they are wanted and can be made
   * @param ending what is to be done when this is closed
   */
  public KnowledgeBase(
      Path data,
      KnowledgeSettings settings,
      KnowledgeSources sources,
      Optional<Embedder> embedder,
      InstantSource clock,
      Runnable ending) {
    this.ending = ending;
    this.folder = data.resolve("knowledge");
    this.settings = settings;
    this.embedder = embedder;
    this.clock = clock;
    this.sources = sources;
    this.parser = new DocumentParser(settings.parsing());
  }

  /** The sources of the platform, by id. */
  public Map<String, SourceSpec> declared() {
    return settings.sources();
  }

  /** Brings the index of {@code source} up to what the source holds now. */
  public UpdateReport update(SourceSpec source, boolean all, UpdateProgress progress)
      throws RetrievalException, InterruptedException {
    return index(source).update(sources.open(source), parser, all, progress);
  }

  /**
   * The best passages of {@code source}, after a look at what changed, unless somebody looked a
   * moment ago. When another process is at it, what is there answers.
   *
   * @param shares whose answer to the same question from the same content will do (C4, IF-14);
   *     empty when none will
   */
  public KnowledgeAnswer search(
      SourceSpec source, SearchRequest request, SearchMode mode, Optional<String> shares)
      throws RetrievalException, InterruptedException {
    refresh(source);
    return index(source).search(request, mode, shares);
  }

  private void refresh(SourceSpec source) throws RetrievalException, InterruptedException {
    KnowledgeIndex index = index(source);
    synchronized (index) {
      Optional<IndexState> state = index.state();
      boolean fresh =
          state.isPresent()
              && state.get().complete()
              && state.get().at().plus(patience(source)).isAfter(clock.instant());
      if (fresh) return;
      try {
        index.update(sources.open(source), parser, false, UpdateProgress.SILENT);
      } catch (RetrievalException e) {
        if (!e.code().equals("knowledge_busy") || state.isEmpty()) throw e;
      }
    }
  }

  /** Looking at a folder is cheap; asking somebody else's server is not. */
  private Duration patience(SourceSpec source) {
    boolean near = source.scheme().equals("folder") || source.scheme().equals("git");
    return near ? settings.refreshAfter() : settings.refreshRemoteAfter();
  }

  /** The index of {@code source}, as it is. */
  public KnowledgeIndex index(SourceSpec source) {
    return indexes.computeIfAbsent(
        Sha256.hex(source.location()).substring(0, NAME_DIGITS),
        name -> new KnowledgeIndex(folder.resolve(name), embedder, clock));
  }

  @Override
  public void close() {
    parser.close();
    ending.run();
    indexes.values().forEach(KnowledgeIndex::close);
  }
}

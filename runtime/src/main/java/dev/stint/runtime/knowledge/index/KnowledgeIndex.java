package dev.stint.runtime.knowledge.index;

import dev.stint.runtime.knowledge.embed.Embedder;
import dev.stint.runtime.knowledge.parse.DocumentParser;
import dev.stint.runtime.knowledge.source.KnowledgeSource;
import dev.stint.runtime.knowledge.source.Listed;
import dev.stint.runtime.retrieval.KeywordQuery;
import dev.stint.runtime.retrieval.RetrievalException;
import dev.stint.runtime.retrieval.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The index of one source, in a folder (D1). It is derived: one that is damaged or of another
 * version is made anew. Several processes may search it; one at a time brings it up to date.
 * Thread-safe.
 */
public final class KnowledgeIndex implements AutoCloseable {
  private final Path folder;
  private final Optional<Embedder> embedder;
  private final InstantSource clock;
  private final IndexReading reading;

  /** The last look that found nothing new leaves no trace on the disk. */
  private volatile Instant looked = Instant.EPOCH;

  /**
   * @param folder created when the index is first brought up to date
   * @param embedder makes vectors; without one, passages are found by their words only
   */
  public KnowledgeIndex(Path folder, Optional<Embedder> embedder, InstantSource clock) {
    this.folder = folder;
    this.embedder = embedder;
    this.clock = clock;
    this.reading = new IndexReading(folder, embedder);
  }

  /**
   * Brings the index up to what {@code source} holds now. What was done is kept when it is
   * interrupted.
   *
   * @param all whether to read every document, also those that look unchanged
   * @throws RetrievalException {@code knowledge_busy} while another process does the same
   */
  public synchronized UpdateReport update(
      KnowledgeSource source, DocumentParser parser, boolean all, UpdateProgress progress)
      throws RetrievalException, InterruptedException {
    Listed listed = source.list();
    try {
      return update(listed, parser, all, progress);
    } catch (CorruptIndexException | IndexFormatTooOldException | IndexFormatTooNewException _) {
      return anew(listed, parser, progress);
    } catch (LockObtainFailedException _) {
      throw new RetrievalException(
          "knowledge_busy", "another process is bringing this source up to date; come back");
    } catch (IOException e) {
      throw IndexReading.unusable(folder, e);
    }
  }

  private UpdateReport anew(Listed listed, DocumentParser parser, UpdateProgress progress)
      throws RetrievalException, InterruptedException {
    try {
      reading.close();
      try (var directory = FSDirectory.open(folder)) {
        for (String file : directory.listAll()) {
          if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) directory.deleteFile(file);
        }
      }
      return update(listed, parser, true, progress);
    } catch (IOException e) {
      throw IndexReading.unusable(folder, e);
    }
  }

  private UpdateReport update(
      Listed listed, DocumentParser parser, boolean all, UpdateProgress progress)
      throws IOException, RetrievalException, InterruptedException {
    Files.createDirectories(folder);
    String model = embedder.map(Embedder::name).orElse("");
    var config = new IndexWriterConfig(KeywordQuery.analyzer()).setCommitOnClose(false);
    try (var directory = FSDirectory.open(folder);
        var writer = new IndexWriter(directory, config);
        var known = new Known(directory)) {
      boolean usable = known.madeWith(model);
      if (!usable) writer.deleteAll();
      Map<String, IndexedDocument> documents =
          usable && known.reader().isPresent()
              ? IndexContent.documents(known.reader().get())
              : Map.of();
      Optional<VectorCache> vectors =
          embedder.map(one -> new VectorCache(one, usable ? known.reader() : Optional.empty()));
      IndexState before = usable ? known.state() : IndexState.NOTHING;
      Instant now = clock.instant();
      UpdateReport report =
          new IndexUpdate(writer, parser, vectors, model, before, documents)
              .run(listed, all, now, progress);
      looked = now;
      return report;
    }
  }

  /** The index as it was before an update; empty before the first. */
  private record Known(Optional<DirectoryReader> reader) implements AutoCloseable {
    Known(FSDirectory directory) throws IOException {
      this(open(directory));
    }

    private static Optional<DirectoryReader> open(FSDirectory directory) throws IOException {
      try {
        return Optional.of(DirectoryReader.open(directory));
      } catch (IndexNotFoundException _) {
        return Optional.empty();
      }
    }

    IndexState state() throws IOException {
      return reader.isPresent() ? IndexContent.state(reader.get()) : IndexState.NOTHING;
    }

    /** Whether what is there was read in the same way, with the same model. */
    boolean madeWith(String model) throws IOException {
      if (reader.isEmpty()) return true;
      IndexState state = IndexContent.state(reader.get());
      return state.model().equals(model) && state.reading().equals(IndexUpdate.READING);
    }

    @Override
    public void close() throws IOException {
      if (reader.isPresent()) reader.get().close();
    }
  }

  /**
   * The best passages for {@code request}; none when nothing is relevant.
   *
   * @param shares whose remembered answers will do: only what was asked with the same; empty when
   *     none will
   * @throws RetrievalException {@code knowledge_not_indexed} before the first update
   */
  public KnowledgeAnswer search(SearchRequest request, SearchMode mode, Optional<String> shares)
      throws RetrievalException {
    return reading.search(request, mode, shares);
  }

  /** What it says of itself; empty before the first update. */
  public Optional<IndexState> state() throws RetrievalException {
    return reading
        .state()
        .map(state -> state.at().isBefore(looked) ? state.lookedAt(looked) : state);
  }

  /** Every document it knows, by path. */
  public Map<String, IndexedDocument> documents() throws RetrievalException {
    return reading.documents();
  }

  @Override
  public void close() {
    reading.close();
  }
}

package dev.stint.runtime.knowledge.index;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.knowledge.parse.DocumentParser;
import dev.stint.runtime.knowledge.parse.ParseException;
import dev.stint.runtime.knowledge.source.Listed;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.MarkdownChunker;
import dev.stint.runtime.retrieval.ReadText;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.index.IndexWriter;

/**
 * Brings an index up to what its source lists: reads what has another stamp, makes passages of what
 * has other bytes, takes out what is gone. One instance for one update; not thread-safe.
 */
final class IndexUpdate {
  /** Raised when documents are read, cut or kept in another way, so that old indexes are redone. */
  static final String READING = "1";

  private static final int BATCH = 16;
  private static final int COMMIT_EVERY = 512;

  private final IndexWriter writer;
  private final DocumentParser parser;
  private final Optional<VectorCache> vectors;
  private final String model;
  private final IndexState before;
  private final MarkdownChunker chunker = new MarkdownChunker();
  private final TreeMap<String, IndexedDocument> documents;
  private final List<Made> batch = new ArrayList<>();
  private int read;
  private int changed;

  /** A document and its passages, on the way into the index. */
  private record Made(IndexedDocument document, List<Chunk> chunks) {}

  IndexUpdate(
      IndexWriter writer,
      DocumentParser parser,
      Optional<VectorCache> vectors,
      String model,
      IndexState before,
      Map<String, IndexedDocument> known) {
    this.writer = writer;
    this.parser = parser;
    this.vectors = vectors;
    this.model = model;
    this.before = before;
    this.documents = new TreeMap<>(known);
  }

  /**
   * @param all whether to look at documents whose stamp is as it was, too
   * @throws IOException when the index cannot be written
   */
  UpdateReport run(Listed listed, boolean all, Instant now, UpdateProgress progress)
      throws IOException, RetrievalException, InterruptedException {
    int removed = removeGone(listed);
    var due = new ArrayList<Map.Entry<String, Listed.Entry>>();
    for (var entry : listed.documents().entrySet()) {
      IndexedDocument known = documents.get(entry.getKey());
      String stamp = entry.getValue().stamp();
      boolean same = known != null && !stamp.isEmpty() && known.stamp().equals(stamp);
      if (all || !same) due.add(entry);
    }
    for (int i = 0; i < due.size(); i++) {
      if (Thread.interrupted()) throw new InterruptedException("while indexing");
      look(due.get(i).getKey(), due.get(i).getValue());
      if (batch.size() >= BATCH) flush();
      if ((i + 1) % COMMIT_EVERY == 0) commit(listed, now, false);
      progress.at(i + 1, due.size());
    }
    boolean nothing = due.isEmpty() && removed == 0 && upToDate(listed);
    IndexState state = nothing ? before.lookedAt(now) : commit(listed, now, true);
    int chunks = documents.values().stream().mapToInt(IndexedDocument::chunks).sum();
    int embedded = vectors.map(VectorCache::embedded).orElse(0);
    return new UpdateReport(
        state, documents.size(), read, changed, removed, chunks, embedded, problems(listed));
  }

  /** Then nothing is written: a commit costs a flush of the disk, and a look must cost none. */
  private boolean upToDate(Listed listed) {
    return before.complete() && before.sourceVersion().equals(listed.version());
  }

  private int removeGone(Listed listed) throws IOException {
    List<String> gone =
        documents.keySet().stream().filter(path -> !listed.documents().containsKey(path)).toList();
    for (String path : gone) {
      writer.deleteDocuments(IndexFields.chunksOf(path), IndexFields.recordOf(path));
      documents.remove(path);
    }
    return gone.size();
  }

  private void look(String path, Listed.Entry entry)
      throws IOException, RetrievalException, InterruptedException {
    byte[] bytes = entry.content().bytes();
    String hash = Sha256.hex(bytes);
    read++;
    IndexedDocument known = documents.get(path);
    if (known != null && known.hash().equals(hash)) {
      put(
          new IndexedDocument(
              path, entry.stamp(), hash, known.title(), known.chunks(), known.problem()));
      return;
    }
    changed++;
    batch.add(made(path, entry, hash, bytes));
  }

  private Made made(String path, Listed.Entry entry, String hash, byte[] bytes)
      throws InterruptedException {
    try {
      ReadText text = parser.read(entry.readAs(), bytes);
      List<Chunk> chunks = chunker.chunks(path, text, hash);
      return new Made(
          new IndexedDocument(path, entry.stamp(), hash, text.title(), chunks.size(), ""), chunks);
    } catch (ParseException e) {
      String problem = e.code() + ": " + e.getMessage();
      return new Made(new IndexedDocument(path, entry.stamp(), hash, "", 0, problem), List.of());
    }
  }

  private void flush() throws IOException {
    List<Chunk> all = batch.stream().flatMap(made -> made.chunks().stream()).toList();
    Map<String, float[]> meant = vectors.isEmpty() ? Map.of() : vectors.get().of(all);
    for (Made made : batch) {
      var entries = new ArrayList<org.apache.lucene.document.Document>();
      for (Chunk chunk : made.chunks()) {
        String key = Sha256.hex(IndexFields.meaning(chunk));
        entries.add(IndexFields.chunk(chunk, Optional.ofNullable(meant.get(key))));
      }
      writer.updateDocuments(IndexFields.chunksOf(made.document().path()), entries);
      put(made.document());
    }
    batch.clear();
  }

  private void put(IndexedDocument document) throws IOException {
    writer.updateDocument(IndexFields.recordOf(document.path()), IndexFields.record(document));
    documents.put(document.path(), document);
  }

  private IndexState commit(Listed listed, Instant now, boolean complete) throws IOException {
    flush();
    var state = new IndexState(version(), listed.version(), now, model, READING, complete);
    writer.setLiveCommitData(state.toMap().entrySet());
    writer.commit();
    return state;
  }

  private String version() {
    var text = new StringBuilder(READING).append('\n').append(model).append('\n');
    documents.forEach((path, d) -> text.append(path).append('\n').append(d.hash()).append('\n'));
    return Sha256.hex(text.toString());
  }

  private List<String> problems(Listed listed) {
    List<String> problems = new ArrayList<>(listed.notes());
    documents.values().stream()
        .filter(document -> !document.problem().isEmpty())
        .forEach(document -> problems.add(document.path() + ": " + document.problem()));
    return List.copyOf(problems);
  }
}

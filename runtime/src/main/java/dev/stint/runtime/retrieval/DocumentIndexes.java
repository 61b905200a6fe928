package dev.stint.runtime.retrieval;

import dev.stint.config.json.Sha256;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Indexes of the folders searched lately, rebuilt when a folder's contents change (C4, D1).
 *
 * <p>Thread-safe. At most {@value #KEPT} indexes stay in memory; the one not asked for longest goes
 * first.
 */
public final class DocumentIndexes {
  private static final int KEPT = 8;

  private record Entry(String stamp, String fingerprint, DocumentIndex index) {}

  private final FolderLimits limits;
  private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  public DocumentIndexes(FolderLimits limits) {
    this.limits = limits;
  }

  /** The index of {@code folder} as it is now. */
  public DocumentIndex of(Path folder) throws RetrievalException {
    var documents = new DocumentFolder(folder, limits);
    Path key = folder.toAbsolutePath().normalize();
    String stamp = documents.stamp();
    Entry known = lookup(key);
    if (known != null && known.stamp().equals(stamp)) return known.index();
    DocumentFolder.Contents contents = documents.read();
    String fingerprint = fingerprint(contents);
    boolean same = known != null && known.fingerprint().equals(fingerprint);
    DocumentIndex index = same ? known.index() : DocumentIndex.of(contents);
    keep(key, new Entry(stamp, fingerprint, index));
    return index;
  }

  private synchronized Entry lookup(Path key) {
    return entries.get(key);
  }

  private synchronized void keep(Path key, Entry entry) {
    entries.put(key, entry);
    if (entries.size() > KEPT) entries.remove(entries.keySet().iterator().next());
  }

  private static String fingerprint(DocumentFolder.Contents contents) {
    var text = new StringBuilder();
    contents
        .documents()
        .forEach(d -> text.append(d.source()).append('\n').append(d.hash()).append('\n'));
    contents.notes().forEach(note -> text.append(note).append('\n'));
    return Sha256.hex(text.toString());
  }
}

package dev.stint.runtime.knowledge.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;

/** Reads what an open index holds of its documents. */
final class IndexContent {
  private IndexContent() {}

  static IndexState state(DirectoryReader reader) throws IOException {
    return IndexState.of(reader.getIndexCommit().getUserData());
  }

  /** Every document, by path. */
  static Map<String, IndexedDocument> documents(DirectoryReader reader) throws IOException {
    List<IndexedDocument> found = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      var terms = leaf.reader().terms(IndexFields.RECORD);
      if (terms == null) continue;
      var live = leaf.reader().getLiveDocs();
      var stored = leaf.reader().storedFields();
      var each = terms.iterator();
      while (each.next() != null) {
        var postings = each.postings(null);
        while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          int doc = postings.docID();
          if (live == null || live.get(doc)) found.add(IndexFields.indexed(stored.document(doc)));
        }
      }
    }
    found.sort(java.util.Comparator.comparing(IndexedDocument::path));
    Map<String, IndexedDocument> byPath = new LinkedHashMap<>();
    for (IndexedDocument document : found) byPath.put(document.path(), document);
    return byPath;
  }
}

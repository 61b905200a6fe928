package dev.stint.runtime.knowledge.index;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.retrieval.Chunk;
import dev.stint.runtime.retrieval.NearDuplicates;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * How chunks and documents lie in Lucene: entries of a chunk carry its {@code path}, the one of a
 * document its {@code record}, so that either can be replaced by itself.
 */
final class IndexFields {
  static final String PATH = "path";
  static final String RECORD = "record";
  static final String VECTOR = "vector";

  /** Hash of what a chunk's vector was made of. */
  static final String MEANING = "meaning";

  private IndexFields() {}

  /** A chunk as found again. */
  record Stored(Chunk chunk, long print) {}

  static Term chunksOf(String path) {
    return new Term(PATH, path);
  }

  static Term recordOf(String path) {
    return new Term(RECORD, path);
  }

  static Document chunk(Chunk chunk, Optional<float[]> vector) {
    var document = new Document();
    document.add(new StringField(PATH, chunk.source(), Field.Store.YES));
    document.add(new TextField("text", chunk.text(), Field.Store.YES));
    document.add(new TextField("heading", chunk.heading(), Field.Store.YES));
    document.add(new TextField("title", chunk.title(), Field.Store.YES));
    document.add(new StoredField("id", chunk.id()));
    document.add(new StoredField("firstLine", chunk.firstLine()));
    document.add(new StoredField("lastLine", chunk.lastLine()));
    document.add(new StoredField("hash", chunk.hash()));
    document.add(new StoredField("documentHash", chunk.documentHash()));
    document.add(new StoredField("print", NearDuplicates.print(chunk.text())));
    if (vector.isEmpty()) return document;
    document.add(new StringField(MEANING, Sha256.hex(meaning(chunk)), Field.Store.NO));
    document.add(
        new KnnFloatVectorField(VECTOR, vector.get(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  /** What the vector of a chunk is made of: a passage means little without what it stands under. */
  static String meaning(Chunk chunk) {
    String place =
        chunk.heading().isEmpty() ? chunk.title() : chunk.title() + ", " + chunk.heading();
    return place + "\n" + chunk.text();
  }

  static Stored stored(Document document) {
    var chunk =
        new Chunk(
            document.get("id"),
            document.get(PATH),
            document.get("title"),
            document.get("heading"),
            number(document, "firstLine").intValue(),
            number(document, "lastLine").intValue(),
            document.get("text"),
            document.get("hash"),
            document.get("documentHash"));
    return new Stored(chunk, number(document, "print").longValue());
  }

  static Document record(IndexedDocument indexed) {
    var document = new Document();
    document.add(new StringField(RECORD, indexed.path(), Field.Store.YES));
    document.add(new StoredField("stamp", indexed.stamp()));
    document.add(new StoredField("hash", indexed.hash()));
    document.add(new StoredField("name", indexed.title()));
    document.add(new StoredField("chunks", indexed.chunks()));
    document.add(new StoredField("problem", indexed.problem()));
    return document;
  }

  static IndexedDocument indexed(Document document) {
    return new IndexedDocument(
        document.get(RECORD),
        document.get("stamp"),
        document.get("hash"),
        document.get("name"),
        number(document, "chunks").intValue(),
        document.get("problem"));
  }

  private static Number number(Document document, String field) {
    return document.getField(field).numericValue();
  }
}

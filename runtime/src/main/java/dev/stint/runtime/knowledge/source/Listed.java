package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.retrieval.RetrievalException;
import java.util.List;
import java.util.Map;

/**
 * What a source holds now.
 *
 * @param documents by path, in order
 * @param version of the source as a whole where it has one of its own, such as a commit; else empty
 * @param notes what was left out and why, one sentence each
 */
public record Listed(Map<String, Entry> documents, String version, List<String> notes) {
  /**
   * A document, unread.
   *
   * @param stamp changes whenever the content does, as far as can be told without reading it; empty
   *     when nothing can be told, so that it is read at each look
   * @param readAs a file name whose ending says what kind of document it is
   * @param content fetches it
   */
  public record Entry(String stamp, String readAs, Fetch content) {}

  /** Fetches the bytes of a document. */
  @FunctionalInterface
  public interface Fetch {
    byte[] bytes() throws RetrievalException, InterruptedException;
  }
}

package dev.stint.runtime.retrieval;

import java.util.List;

/**
 * What was found, best first, within limit and tokens.
 *
 * @param tokens of the chunk texts
 */
public record SearchResult(List<Chunk> chunks, long tokens) {
  /** Distinct documents among the chunks. */
  public long documents() {
    return chunks.stream().map(Chunk::source).distinct().count();
  }
}

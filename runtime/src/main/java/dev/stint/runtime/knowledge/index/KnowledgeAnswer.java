package dev.stint.runtime.knowledge.index;

import java.util.List;

/**
 * What a search found.
 *
 * @param tokens of the passages
 * @param mode that was used, which is {@link SearchMode#KEYWORD} where there are no vectors
 * @param state of the index that answered
 * @param cached whether the same question was answered from the same content before
 */
public record KnowledgeAnswer(
    List<KnowledgeHit> hits, long tokens, SearchMode mode, IndexState state, boolean cached) {
  public KnowledgeAnswer {
    hits = List.copyOf(hits);
  }

  KnowledgeAnswer again() {
    return new KnowledgeAnswer(hits, tokens, mode, state, true);
  }

  /** Distinct documents among the passages. */
  public long documents() {
    return hits.stream().map(hit -> hit.chunk().source()).distinct().count();
  }
}

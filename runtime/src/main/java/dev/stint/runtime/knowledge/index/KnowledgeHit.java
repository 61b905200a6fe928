package dev.stint.runtime.knowledge.index;

import dev.stint.runtime.retrieval.Chunk;
import java.util.List;

/**
 * A passage that answers.
 *
 * @param rank 1-based
 * @param alsoIn paths of other documents that say nearly the same
 */
public record KnowledgeHit(Chunk chunk, int rank, List<String> alsoIn) {
  public KnowledgeHit {
    alsoIn = List.copyOf(alsoIn);
  }
}

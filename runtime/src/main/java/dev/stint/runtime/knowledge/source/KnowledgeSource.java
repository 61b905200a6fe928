package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.retrieval.RetrievalException;

/** A place that documents come from. Thread-safe. */
@FunctionalInterface
public interface KnowledgeSource {
  /**
   * What is there now.
   *
   * @throws RetrievalException when it cannot be reached or holds too much
   */
  Listed list() throws RetrievalException, InterruptedException;
}

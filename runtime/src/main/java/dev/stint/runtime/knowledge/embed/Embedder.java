package dev.stint.runtime.knowledge.embed;

import java.util.List;

/** Turns texts into vectors of length one, near for texts that mean the same. Thread-safe. */
public interface Embedder {
  /** Names model and version: vectors of different names do not compare. */
  String name();

  int dimensions();

  /** One vector for each text, in order. */
  List<float[]> embed(List<String> texts);
}

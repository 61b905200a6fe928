package dev.stint.runtime.knowledge.embed;

import dev.stint.runtime.knowledge.KnowledgeSettings.Vectors;
import java.util.Optional;

/** Chooses what makes vectors. */
public final class Embedders {
  /** A class of the library that is too large to bring along. */
  private static final String MODEL =
      "dev/langchain4j/model/embedding/onnx/allminilml6v2q/AllMiniLmL6V2QuantizedEmbeddingModel.class";

  private Embedders() {}

  /**
   * @throws IllegalArgumentException when they are wanted in any case and the library is missing
   */
  public static Optional<Embedder> of(Vectors wanted) {
    boolean there = Embedders.class.getClassLoader().getResource(MODEL) != null;
    return switch (wanted) {
      case OFF -> Optional.empty();
      case AUTO -> there ? Optional.of(new MiniLm()) : Optional.empty();
      case ON -> {
        if (there) yield Optional.of(new MiniLm());
        throw new IllegalArgumentException(
            "stint.knowledge.vectors is on, and the library of vectors is missing: build with mvn"
                + " -Pvectors package, or set it to auto or off");
      }
    };
  }
}

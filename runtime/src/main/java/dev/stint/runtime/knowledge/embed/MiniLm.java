package dev.stint.runtime.knowledge.embed;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The sentence model all-MiniLM-L6-v2, quantised, in this process and without a network. It is
 * loaded at the first text, which takes about a second. Thread-safe.
 */
final class MiniLm implements Embedder {
  private static final int DIMENSIONS = 384;

  /**
   * Loaded once for the process; the model is the same for all. One text at a time: the runtime
   * below spreads each over the processors by itself, and waits for them spinning.
   */
  private static final class Loaded {
    private static final ExecutorService THREADS =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("stint-vectors").factory());
    private static final AllMiniLmL6V2QuantizedEmbeddingModel MODEL =
        new AllMiniLmL6V2QuantizedEmbeddingModel(THREADS);
  }

  @Override
  public String name() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    if (texts.isEmpty()) return List.of();
    return Loaded.MODEL.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
        .map(embedding -> {
          embedding.normalize();
          return embedding.vector();
        })
        .toList();
  }
}

package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.nio.file.Path;

/** Opens sources by what their location says. Thread-safe. */
public final class KnowledgeSources {
  private final FolderLimits limits;

  public KnowledgeSources(FolderLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws RetrievalException {@code source_unsupported} for a location of no known kind
   */
  public KnowledgeSource open(SourceSpec spec) throws RetrievalException {
    return switch (spec.scheme()) {
      case "folder" -> new FolderSource(Path.of(spec.place()), limits);
      case "git" -> new GitSource(Path.of(spec.place()), limits);
      default ->
          throw new RetrievalException(
              "source_unsupported",
              "source %s: expected folder:<path> or git:<path>, found \"%s\""
                  .formatted(spec.id(), spec.location()));
    };
  }
}

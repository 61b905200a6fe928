package dev.stint.runtime.knowledge.bench;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.knowledge.KnowledgeSettings.Vectors;
import dev.stint.runtime.knowledge.embed.Embedder;
import dev.stint.runtime.knowledge.embed.Embedders;
import dev.stint.runtime.knowledge.index.KnowledgeIndex;
import dev.stint.runtime.knowledge.index.UpdateProgress;
import dev.stint.runtime.knowledge.index.UpdateReport;
import dev.stint.runtime.knowledge.parse.DocumentParser;
import dev.stint.runtime.knowledge.parse.ParseLimits;
import dev.stint.runtime.knowledge.source.Classification;
import dev.stint.runtime.knowledge.source.KnowledgeSource;
import dev.stint.runtime.knowledge.source.KnowledgeSources;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.FolderLimits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A folder of documents and its index elsewhere, with the reading process of its own. */
final class BenchIndex implements AutoCloseable {
  private final DocumentParser parser = new DocumentParser(ParseLimits.DEFAULT);
  private final KnowledgeSource source;
  private final KnowledgeIndex index;

  BenchIndex(Path documents, Path folder, Vectors vectors) throws Exception {
    Optional<Embedder> embedder = Embedders.of(vectors);
    source =
        new KnowledgeSources(FolderLimits.DEFAULT, EgressGate.PUBLIC_ONLY, Map.of())
            .open(SourceSpec.of("bench", "folder:" + documents, Classification.INTERNAL));
    index = new KnowledgeIndex(folder, embedder, InstantSource.system());
  }

  UpdateReport update() throws Exception {
    return index.update(source, parser, false, UpdateProgress.SILENT);
  }

  KnowledgeIndex index() {
    return index;
  }

  @Override
  public void close() {
    parser.close();
    index.close();
  }
}

package dev.stint.runtime.replay;

import dev.stint.persistence.event.JobRef;
import dev.stint.runtime.retrieval.Chunk;
import java.util.Optional;

/** What is asked for by lineage (H5). */
public sealed interface LineageQuery {
  /** A document, by its path or the end of it, or by at least 8 digits of its hash. */
  record Source(String document) implements LineageQuery {
    boolean is(Chunk chunk) {
      boolean hash = document.matches("[0-9a-f]{8,64}");
      return chunk.source().equals(document)
          || chunk.source().endsWith("/" + document)
          || hash && chunk.documentHash().startsWith(document);
    }
  }

  /** A model, such as {@code openai/gpt-5-mini}. */
  record Model(String use) implements LineageQuery {}

  /** A prompt, by at least 8 digits of the hash of its text. */
  record Prompt(String hash) implements LineageQuery {}

  /** A job, in one version or in all of them. */
  record JobVersion(String name, Optional<String> version) implements LineageQuery {
    boolean is(JobRef job) {
      return job.name().equals(name) && version.map(job.version()::equals).orElse(true);
    }
  }
}

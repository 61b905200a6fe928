package dev.stint.runtime.bench;

import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import java.nio.file.Path;

/** The jobs that are measured: as little work as possible, so that what is left is the runtime. */
final class BenchJobs {
  /** Who may approve a waiting run. */
  static final String APPROVER = "user:lead";

  private BenchJobs() {}

  /** {@code steps} calls of {@code stint.noop}, each after the one before. */
  static CompiledJob sequence(int steps) {
    StringBuilder plan = new StringBuilder();
    for (int i = 1; i <= steps; i++) {
      plan.append("  - id: s").append(i).append("\n    tool: stint.noop\n");
      if (i > 1) plan.append("    dependsOn: [s").append(i - 1).append("]\n");
      plan.append("    params: {value: ").append(i).append("}\n");
    }
    return compiled("bench_sequence", plan.toString());
  }

  /** One call that waits for an approval first. */
  static CompiledJob gated() {
    return compiled(
        "bench_gated",
        """
          - id: gated
            tool: stint.noop
            params: {value: 1}
            approval: {by: ['user:lead'], expires: 24h}
        """);
  }

  /** One search in the documents of a folder. */
  static CompiledJob searching(String name, Path folder) {
    return compiled(
        name,
        "stint.documents.search",
        "data:\n  - {id: docs, source: 'folder:" + folder + "', access: read}\n",
        """
          - id: search
            tool: stint.documents.search
            params: {source: docs, query: records retention, minSources: 1, maxTokens: 400}
        """);
  }

  private static CompiledJob compiled(String name, String plan) {
    return compiled(name, "stint.noop", "", plan);
  }

  private static CompiledJob compiled(String name, String tool, String data, String plan) {
    String text =
        """
        apiVersion: stint/v1
        kind: Job
        name: %s
        version: 1.0.0
        owner: group:bench
        %stools:
          - {use: '%s@^1'}
        plan:
        %s\
        """
            .formatted(name, data, tool, plan);
    return switch (SpecReader.read(text)) {
      case SpecResult.Ok ok -> ok.job();
      case SpecResult.Invalid invalid ->
          throw new IllegalStateException(name + ": " + invalid.problems());
    };
  }
}

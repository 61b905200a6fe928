package dev.stint.api.cli;

import com.typesafe.config.ConfigException;
import dev.stint.runtime.knowledge.KnowledgeBase;
import dev.stint.runtime.knowledge.source.Classification;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.node.NodeKnowledge;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The knowledge of a data folder, and the sources that a command names. */
record OpenKnowledge(KnowledgeBase knowledge) {
  static OpenKnowledge at(GlobalOptions options, ConfigOption config) {
    try {
      return new OpenKnowledge(
          NodeKnowledge.open(NodeSettings.of(options.data(), config.settings())));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  /** The sources of those names, or all of the settings when there are no names. */
  List<SourceSpec> sources(List<String> names) {
    if (!names.isEmpty()) return names.stream().map(this::source).toList();
    if (knowledge.declared().isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "the settings name no source; name a folder, or declare stint.knowledge.sources in the"
              + " file of --config");
    }
    return List.copyOf(knowledge.declared().values());
  }

  private SourceSpec source(String name) {
    Optional<SourceSpec> declared = Optional.ofNullable(knowledge.declared().get(name));
    return declared.orElseGet(() -> place(name));
  }

  /** By its real path, so that jobs that read the same folder use the same index. */
  private SourceSpec place(String name) {
    String scheme = name.startsWith("git:") ? "git:" : "folder:";
    Path path = Path.of(name.startsWith(scheme) ? name.substring(scheme.length()) : name);
    if (!Files.isDirectory(path)) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "expected a folder or one of the sources %s, found \"%s\""
              .formatted(knowledge.declared().keySet(), name));
    }
    try {
      Path real = path.toRealPath();
      String id = real.getNameCount() == 0 ? "root" : real.getFileName().toString();
      return SourceSpec.of(id, scheme + real, Classification.INTERNAL);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot read " + path + ": " + e.getMessage());
    }
  }

  static CliException refused(RetrievalException e) {
    ExitCode exit =
        switch (e.code()) {
          case "source_not_found" -> ExitCode.NOT_FOUND;
          case "knowledge_busy" -> ExitCode.CONFLICT;
          default -> ExitCode.FAILED;
        };
    return new CliException(exit, e.getMessage() + " [" + e.code() + "]");
  }
}

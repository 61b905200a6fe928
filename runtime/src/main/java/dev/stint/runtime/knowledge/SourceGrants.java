package dev.stint.runtime.knowledge;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.knowledge.source.Classification;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.tool.DeclaredSource;
import dev.stint.runtime.tool.ToolException;
import java.util.Map;
import java.util.Optional;

/**
 * Which source a job means, and whether it may have it: folders that the node lets it read, and
 * sources of the platform that are open to its department and no more closely kept than the job
 * says (F1). Immutable.
 */
final class SourceGrants {
  private static final String PLATFORM = "knowledge:";

  private final Map<String, SourceSpec> platform;

  SourceGrants(Map<String, SourceSpec> platform) {
    this.platform = platform;
  }

  SourceSpec granted(DeclaredSource declared) throws ToolException {
    Classification claimed = Classification.parse(declared.classification());
    String location = declared.location();
    if (location.startsWith("folder:") || location.startsWith("git:")) {
      return SourceSpec.of(declared.id(), location, claimed);
    }
    if (!location.startsWith(PLATFORM)) {
      throw refused(
          "source_unsupported",
          "source %s: expected folder:<path>, git:<path> or knowledge:<id>, found \"%s\""
              .formatted(declared.id(), location));
    }
    SourceSpec source = known(location.substring(PLATFORM.length()));
    boolean open = source.departments().isEmpty();
    if (!open && !source.departments().contains(declared.department())) {
      throw refused(
          "source_denied",
          "source %s is not open to department %s".formatted(source.id(), declared.department()));
    }
    if (source.classification().compareTo(claimed) > 0) {
      throw refused(
          "source_classified_higher",
          "source %s is %s, and the job declares it as %s"
              .formatted(source.id(), source.classification().word(), claimed.word()));
    }
    return source;
  }

  private SourceSpec known(String id) throws ToolException {
    return Optional.ofNullable(platform.get(id))
        .orElseThrow(() ->
            refused(
                "source_unknown",
                "expected a source of stint.knowledge.sources, one of %s, found \"%s\""
                    .formatted(platform.keySet(), id)));
  }

  private static ToolException refused(String code, String message) {
    return new ToolException(Failure.terminal(code, message));
  }
}

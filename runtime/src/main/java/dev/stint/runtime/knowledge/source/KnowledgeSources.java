package dev.stint.runtime.knowledge.source;

import dev.stint.config.text.SecretReference;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.egress.PinnedHttp;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** Opens sources by what their location says. Thread-safe. */
public final class KnowledgeSources {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FolderLimits limits;
  private final EgressGate gate;
  private final Map<String, String> variables;
  private final Function<String, Optional<ResourceServer>> servers;

  /** Without servers of resources. */
  public KnowledgeSources(FolderLimits limits, EgressGate gate, Map<String, String> variables) {
    this(limits, gate, variables, _ -> Optional.empty());
  }

  /**
   * @param gate what every connection passes
   * @param variables of the process, where {@code env:} secrets are
   * @param servers of resources, by the name that the settings give them
   */
  public KnowledgeSources(
      FolderLimits limits,
      EgressGate gate,
      Map<String, String> variables,
      Function<String, Optional<ResourceServer>> servers) {
    this.limits = limits;
    this.gate = gate;
    this.variables = Map.copyOf(variables);
    this.servers = servers;
  }

  /**
   * @throws RetrievalException {@code source_unsupported} for a location of no known kind, {@code
   *     source_incomplete} when a setting is missing
   */
  public KnowledgeSource open(SourceSpec spec) throws RetrievalException {
    return switch (spec.scheme()) {
      case "folder" -> new FolderSource(Path.of(spec.place()), limits);
      case "git" -> new GitSource(Path.of(spec.place()), limits);
      case "http", "https" -> httpList(spec);
      case "sql" -> sql(spec);
      case "mcp" -> resources(spec);
      default ->
          throw new RetrievalException(
              "source_unsupported",
              "source %s: expected folder:<path>, git:<path>, https://<list>, sql:<name> or"
                      .formatted(spec.id())
                  + " mcp:<server>, found \"%s\"".formatted(spec.location()));
    };
  }

  private KnowledgeSource httpList(SourceSpec spec) throws RetrievalException {
    int bytes = (int) Math.min(Integer.MAX_VALUE - 8, limits.fileBytes());
    Optional<String> token = secret(spec, "token");
    Map<String, String> headers =
        token.map(secret -> Map.of("Authorization", "Bearer " + secret)).orElse(Map.of());
    var http = new PinnedHttp(gate, PATIENCE, bytes);
    return new HttpListSource(URI.create(spec.location()), headers, http, limits.files());
  }

  private KnowledgeSource resources(SourceSpec spec) throws RetrievalException {
    return servers
        .apply(spec.place())
        .map(server -> new ResourceSource(spec.location(), server, limits))
        .orElseThrow(() ->
            new RetrievalException(
                "source_incomplete",
                "expected stint.tools.mcp.%s for the location %s of source %s, found none"
                    .formatted(spec.place(), spec.location(), spec.id())));
  }

  private KnowledgeSource sql(SourceSpec spec) throws RetrievalException {
    var login = new Properties();
    Optional.ofNullable(spec.settings().get("user")).ifPresent(u -> login.setProperty("user", u));
    secret(spec, "password").ifPresent(p -> login.setProperty("password", p));
    return new SqlSource(needed(spec, "url"), login, needed(spec, "query"), limits);
  }

  private static String needed(SourceSpec spec, String key) throws RetrievalException {
    String value = spec.settings().get(key);
    if (value != null) return value;
    throw new RetrievalException(
        "source_incomplete",
        "expected stint.knowledge.sources.%s.%s for a location sql:, found none"
            .formatted(spec.id(), key));
  }

  private Optional<String> secret(SourceSpec spec, String key) throws RetrievalException {
    Optional<String> reference = Optional.ofNullable(spec.settings().get(key));
    if (reference.isEmpty()) return reference;
    try {
      String setting = "stint.knowledge.sources.%s.%s".formatted(spec.id(), key);
      return Optional.of(SecretReference.resolve(setting, reference.get(), variables));
    } catch (IllegalArgumentException e) {
      throw new RetrievalException("source_incomplete", e.getMessage());
    }
  }
}

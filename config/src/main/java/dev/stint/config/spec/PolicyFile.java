package dev.stint.config.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A policy beside the jobs: it takes away, and asks for more, but never grants (A5). Immutable.
 *
 * @param maxTokens of any run
 * @param maxAttempts of any unit of a step
 * @param minCitations sources each section of a result needs
 */
public record PolicyFile(
    String name,
    Denied denied,
    Approved approved,
    Optional<Long> maxTokens,
    Optional<Integer> maxAttempts,
    Optional<Integer> minCitations) {

  /**
   * What may not happen.
   *
   * @param tools names, or beginnings of names that end with {@code *}
   * @param hosts as in a job's network
   * @param sources ids of data sources
   */
  public record Denied(
      List<String> tools, Set<Effect> effects, NetworkSpec hosts, Set<String> sources) {
    public static final Denied NOTHING =
        new Denied(List.of(), Set.of(), NetworkSpec.DENY, Set.of());

    public Denied {
      tools = List.copyOf(tools);
      effects = Set.copyOf(effects);
      sources = Set.copyOf(sources);
    }
  }

  /**
   * What a person must decide about.
   *
   * @param by who
   */
  public record Approved(List<String> tools, Set<Effect> effects, List<String> by) {
    public static final Approved NOTHING = new Approved(List.of(), Set.of(), List.of());

    public Approved {
      tools = List.copyOf(tools);
      effects = Set.copyOf(effects);
      by = List.copyOf(by);
    }

    public boolean covers(String tool, Effect effect) {
      return PolicyFile.covers(tools, tool) || effects.contains(effect);
    }
  }

  /** The rule that denies a call of the tool, such as {@code deny.tools stint.publish}. */
  public Optional<String> deniesTool(String tool, Effect effect) {
    if (covers(denied.tools(), tool)) return Optional.of("deny.tools " + tool);
    return denied.effects().contains(effect)
        ? Optional.of("deny.effects " + effect.name().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** The rule that denies a connection. */
  public Optional<String> deniesHost(String host, int port) {
    return denied.hosts().allows(host, port) ? Optional.of("deny.hosts " + host) : Optional.empty();
  }

  /** The rule that denies reading the data source. */
  public Optional<String> deniesSource(String source) {
    return denied.sources().contains(source)
        ? Optional.of("deny.sources " + source)
        : Optional.empty();
  }

  private static boolean covers(List<String> patterns, String tool) {
    return patterns.stream()
        .anyMatch(p ->
            p.endsWith("*") ? tool.startsWith(p.substring(0, p.length() - 1)) : tool.equals(p));
  }
}

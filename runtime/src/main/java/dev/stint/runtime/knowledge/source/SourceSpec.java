package dev.stint.runtime.knowledge.source;

import java.util.List;
import java.util.Map;

/**
 * A source as declared, by a job or in the settings.
 *
 * @param id in lower case
 * @param location {@code folder:PATH}, {@code git:PATH}, {@code https://...} of a list, {@code
 *     sql:NAME}, {@code mcp:SERVER}
 * @param owner who answers for it; may be empty
 * @param departments whose jobs may use it; empty: every department's
 * @param settings what its kind needs besides; secrets by reference only
 */
public record SourceSpec(
    String id,
    String location,
    String owner,
    Classification classification,
    List<String> departments,
    Map<String, String> settings) {
  public SourceSpec {
    departments = List.copyOf(departments);
    settings = Map.copyOf(settings);
  }

  /** A source that a job names by its place alone. */
  public static SourceSpec of(String id, String location, Classification classification) {
    return new SourceSpec(id, location, "", classification, List.of(), Map.of());
  }

  /** The part of the location before the first colon. */
  public String scheme() {
    int colon = location.indexOf(':');
    return colon < 0 ? "" : location.substring(0, colon);
  }

  /** The part of the location after the first colon. */
  public String place() {
    return location.substring(location.indexOf(':') + 1);
  }
}

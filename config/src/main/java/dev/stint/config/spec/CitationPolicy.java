package dev.stint.config.spec;

import java.util.List;

/**
 * How well a result must be supported (F4).
 *
 * @param minPerSection sources each section needs
 * @param from data sources that count; empty means all of the job's
 */
public record CitationPolicy(int minPerSection, List<String> from) {
  public CitationPolicy {
    from = List.copyOf(from);
  }
}

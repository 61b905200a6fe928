package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;

/**
 * Rules a job sets for itself; they only narrow what the platform allows (A5).
 *
 * @param notified who is told of a violation, which always halts the run (F6)
 */
public record PolicySpec(PiiPolicy pii, Optional<CitationPolicy> citations, List<String> notified) {
  /** What holds when a job names no policies. */
  public static final PolicySpec DEFAULT =
      new PolicySpec(PiiPolicy.DEFAULT, Optional.empty(), List.of());

  public PolicySpec {
    notified = List.copyOf(notified);
  }
}

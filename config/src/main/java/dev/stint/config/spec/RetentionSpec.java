package dev.stint.config.spec;

import java.time.Duration;

/** How long the record and the results of runs are kept (H4). */
public record RetentionSpec(Duration logs, Duration artifacts) {
  public static final RetentionSpec DEFAULT =
      new RetentionSpec(Duration.ofDays(365), Duration.ofDays(365));
}

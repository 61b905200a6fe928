package dev.stint.runtime.custody;

import com.typesafe.config.Config;
import dev.stint.config.spec.RetentionSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * How long finished runs keep their payloads.
 *
 * @param standard when the job does not say
 * @param least no job may ask for less
 * @param most no job may ask for more
 * @param every how often it is looked for what has to go
 */
public record RetentionSettings(Duration standard, Duration least, Duration most, Duration every) {

  /** Reads the section {@code stint.retention}. */
  public static RetentionSettings from(Config retention) {
    return new RetentionSettings(
        retention.getDuration("payloads"),
        retention.getDuration("least"),
        retention.getDuration("most"),
        retention.getDuration("every"));
  }

  /** How long runs of a job keep them. */
  Duration of(RetentionSpec job) {
    return bounded(job.logs().orElse(standard));
  }

  /** How long they keep their artifacts, where that is shorter. */
  Optional<Duration> artifacts(RetentionSpec job) {
    return job.artifacts().map(this::bounded).filter(kept -> kept.compareTo(of(job)) < 0);
  }

  private Duration bounded(Duration asked) {
    if (asked.compareTo(least) < 0) return least;
    return asked.compareTo(most) > 0 ? most : asked;
  }
}

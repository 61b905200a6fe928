package dev.stint.config.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How long runs keep what they hold (H4); empty where the job leaves it to the platform.
 *
 * @param logs inputs, prompts, arguments, outputs and artifacts; records are kept for ever
 * @param artifacts the content of artifacts alone, when it shall go before the rest
 */
public record RetentionSpec(Optional<Duration> logs, Optional<Duration> artifacts) {
  public static final RetentionSpec UNSAID = new RetentionSpec(Optional.empty(), Optional.empty());
}

package dev.stint.config.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * What a step waits for when something outside must say so (A2, G3).
 *
 * @param name of the signal
 * @param timeout after which the step has failed
 * @param schema path of the JSON Schema that the signal's data must fit
 */
public record SignalWait(String name, Duration timeout, Optional<String> schema) {
  /** How long a step waits unless it says otherwise. */
  public static final Duration STANDARD = Duration.ofDays(7);
}

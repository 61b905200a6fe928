package dev.stint.api.harness;

import java.util.List;
import java.util.OptionalInt;

/**
 * What became of one blow.
 *
 * @param happened a probe shows that it happened
 * @param inFlight runs that it met; empty when the server died before it could be asked
 * @param problems what the server did meanwhile
 */
record Struck(String name, boolean happened, OptionalInt inFlight, List<String> problems) {
  /** Whether it is known that runs were in flight. */
  boolean metRuns() {
    return happened && inFlight.orElse(0) > 0;
  }
}

package dev.stint.api.harness;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One thing that goes wrong with a server, and ends with its death. */
interface Blow {
  /**
   * What came of it.
   *
   * @param happened whether a probe shows that it happened as it was meant to; otherwise the blow
   *     counts for nothing
   * @param problems what the server did meanwhile and must not
   */
  record Strike(boolean happened, List<String> problems) {
    static Strike of(boolean happened) {
      return new Strike(happened, List.of());
    }
  }

  String name();

  /** What the process that shall die is started with; empty when any process will do. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** The program under which that process is started; empty when it needs none. */
  default List<String> under(ServedProcess server) {
    return List.of();
  }

  /** Whether the process that it strikes may be the one that is started after the blow before. */
  default boolean needsNoOtherBefore() {
    return false;
  }

  /** While the process before the one that shall die is still at work. */
  default void before(Feed feed) throws IOException, InterruptedException {}

  /**
   * Strikes, and returns with the server dead.
   *
   * @param feed more runs, for a server that has too little to do
   */
  Strike strike(ServedProcess server, Feed feed) throws IOException, InterruptedException;
}

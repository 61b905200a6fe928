package dev.stint.api.harness;

import java.io.IOException;
import java.util.Map;

/** One way for a server to die. */
interface Blow {
  String name();

  /** What the process that shall die is started with; empty when any process will do. */
  Map<String, String> environment();

  /**
   * Strikes, and returns with the server dead.
   *
   * @return whether a probe shows that it died as it was meant to; otherwise the blow counts for
   *     nothing
   */
  boolean strike(ServedProcess server) throws IOException, InterruptedException;
}

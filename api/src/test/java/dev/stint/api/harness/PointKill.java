package dev.stint.api.harness;

import dev.stint.persistence.fault.FaultPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The server kills itself when it comes to a named point.
 *
 * @param nth for the how-manieth time
 */
record PointKill(FaultPoint point, int nth) implements Blow {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public String name() {
    return point.word();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("JAVA_TOOL_OPTIONS", "-Dstint.fault=" + point.word() + ":" + nth);
  }

  @Override
  public Strike strike(ServedProcess server) throws IOException, InterruptedException {
    OptionalInt code = server.awaitDeath(PATIENCE);
    if (code.isEmpty()) server.kill();
    return Strike.of(
        code.isPresent()
            && code.getAsInt() == ServedProcess.SIGKILLED
            && server.said("fault point " + point.word() + " reached"));
  }
}

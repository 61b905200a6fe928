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
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration HUNGER = Duration.ofSeconds(4);

  @Override
  public String name() {
    return point.word();
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("JAVA_TOOL_OPTIONS", "-Dstint.fault=" + point.word() + ":" + nth);
  }

  @Override
  public boolean needsNoOtherBefore() {
    return point != FaultPoint.BEFORE_QUERY;
  }

  @Override
  public void before(Feed feed) throws IOException, InterruptedException {
    if (point == FaultPoint.BEFORE_QUERY) feed.giveDoubts();
  }

  @Override
  public Strike strike(ServedProcess server, Feed feed) throws IOException, InterruptedException {
    if (point == FaultPoint.IN_SNAPSHOT) feed.give(CrashJobs.MANY);
    OptionalInt code = server.awaitDeath(HUNGER);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (code.isEmpty() && System.nanoTime() < end) {
      // The runs it has may have too few steps left to come to the point often enough.
      if (point != FaultPoint.BEFORE_QUERY && point != FaultPoint.IN_SNAPSHOT) {
        feed.give(CrashJobs.ITEMS);
      }
      code = server.awaitDeath(HUNGER);
    }
    if (code.isEmpty()) server.kill();
    return Strike.of(
        code.isPresent()
            && code.getAsInt() == ServedProcess.SIGKILLED
            && server.said("fault point " + point.word() + " reached"));
  }
}

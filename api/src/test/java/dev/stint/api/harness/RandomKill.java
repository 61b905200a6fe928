package dev.stint.api.harness;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * SIGKILL after some time.
 *
 * @param life milliseconds
 */
record RandomKill(int life) implements Blow {
  @Override
  public String name() {
    return "at random";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public boolean strike(ServedProcess server) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(life);
    return server.kill() == ServedProcess.SIGKILLED;
  }
}

package dev.stint.api.harness;

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
  public Strike strike(ServedProcess server, Feed feed) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(life);
    return Strike.of(server.kill() == ServedProcess.SIGKILLED);
  }
}

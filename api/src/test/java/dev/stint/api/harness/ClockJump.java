package dev.stint.api.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The clock of the node jumps while it works; some time later the node is killed, and finds the
 * clock as it left it.
 *
 * @param by how far it jumps
 * @param to how far it is off then
 * @param life milliseconds from the jump to the kill
 */
record ClockJump(Duration by, Duration to, int life) implements Blow {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What every process of a server whose clock will jump is started with. */
  static Map<String, String> environment(Path file) {
    return Map.of("JDK_JAVA_OPTIONS", "-Dstint.fault.clock=" + file);
  }

  /** Sets the clock: atomically, because it is read at any time. */
  static void set(Path file, Duration off) throws IOException {
    Path fresh = Files.writeString(file.resolveSibling("clock.new"), off.toMillis() + "\n");
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  static Path file(ServedProcess server) {
    return server.beside("clock");
  }

  @Override
  public String name() {
    return "clock " + (by.isNegative() ? "-" : "+") + by.abs().toHours() + " h";
  }

  @Override
  public Strike strike(ServedProcess server, Feed feed) throws IOException, InterruptedException {
    set(file(server), to);
    boolean jumped = awaitSaid(server, "fault clock is off by " + to.toMillis() + " ms");
    TimeUnit.MILLISECONDS.sleep(life);
    boolean alive = server.alive();
    return Strike.of(jumped && alive && server.kill() == ServedProcess.SIGKILLED);
  }

  private static boolean awaitSaid(ServedProcess server, String words)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (server.said(words)) return true;
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return false;
  }
}

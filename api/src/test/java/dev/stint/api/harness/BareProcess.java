package dev.stint.api.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A yardstick in a process of its own, with the heap of the server that is held against it. It
 * makes a file when it is ready.
 */
final class BareProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Process process;
  private final Path log;

  BareProcess(Path folder, Class<?> main, List<String> arguments) throws IOException {
    log = folder.resolve("bare.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-Xmx2g", "-XX:+UseParallelGC")); // as `scripts/stint serve`
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Waits until it has made {@code ready}. */
  void await(Path ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(ready)) {
      if (!process.isAlive() && !Files.exists(ready) || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("the yardstick is not ready: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}

package dev.stint.api.harness;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link BareServer} in a process of its own, with the heap of the server it is held against. */
final class BareProcess implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final URI url;

  BareProcess(Path folder) throws IOException, InterruptedException {
    Path where = folder.resolve("bare.url");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(BareServer.class.getName(), folder.resolve("bare").toString(), where.toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("bare.log").toFile())
            .start();
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    while (!Files.exists(where)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "the bare server did not start: " + Files.readString(folder.resolve("bare.log")));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    url = URI.create(Files.readString(where));
  }

  URI url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}

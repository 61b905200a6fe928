package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * {@code serve} as a process of its own on one data folder, on loopback and any free port; may be
 * started again after it was killed. Used by one thread; {@link #api()} may be asked from any.
 */
final class ServedProcess implements AutoCloseable {
  static final int SIGKILLED = 128 + 9;
  private static final Duration START_PATIENCE = Duration.ofMinutes(5);

  private final Path data;
  private final Path log;
  private final List<String> command;
  private final Map<String, String> environment;
  private long logBefore;
  private Optional<Process> process = Optional.empty();
  private volatile Optional<ApiCalls> api = Optional.empty();

  /**
   * @param program what comes before {@code serve}
   * @param environment settings, as {@code STINT_...}
   */
  ServedProcess(
      Path folder, List<String> program, List<String> more, Map<String, String> environment) {
    this.data = folder.resolve("data");
    this.log = folder.resolve("server.log");
    this.command = new ArrayList<>(program);
    command.addAll(List.of("serve", "--data", data.toString(), "--port", "0"));
    command.addAll(more);
    this.environment = environment;
  }

  /**
   * What {@code --program} names, as a user starts it; without it, the program on this process's
   * class path, which has no start-up cache.
   */
  static List<String> program(Options options) {
    String launcher = options.text("program", "");
    return launcher.isEmpty() ? onThisClassPath("-Xmx2g") : List.of(launcher);
  }

  /** The program on this process's own class path: nothing is built. */
  static List<String> onThisClassPath(String... flags) {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    program.addAll(List.of(flags));
    program.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.stint.api.cli.Main"));
    return program;
  }

  Path data() {
    return data;
  }

  /** A file next to the data folder. */
  Path beside(String name) {
    return data.resolveSibling(name);
  }

  /** The API of the process that runs now; empty between a kill and the next start. */
  Optional<ApiCalls> api() {
    return api;
  }

  long pid() {
    return process.orElseThrow().pid();
  }

  /** Starts, and returns when the server says where it listens. */
  void start() throws IOException, InterruptedException {
    if (!start(List.of(), Map.of())) {
      throw new IllegalStateException("the server did not start; its log says:\n" + tail());
    }
  }

  /**
   * Starts with more in its environment.
   *
   * @param under the program that starts it, and becomes it
   * @return false when it died before it listened
   */
  boolean start(List<String> under, Map<String, String> more)
      throws IOException, InterruptedException {
    logBefore = Files.exists(log) ? Files.size(log) : 0;
    Path where = data.resolve("server.json");
    Files.deleteIfExists(where);
    List<String> whole = new ArrayList<>(under);
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    Process started = builder.start();
    process = Optional.of(started);
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    while (!Files.exists(where)) {
      if (!started.isAlive()) return false;
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the server did not start; its log says:\n" + tail());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    JsonNode server = Json.parse(Files.readString(where));
    if (server.path("pid").asLong() != started.pid()) {
      throw new IllegalStateException(
          "expected the server to be process " + started.pid() + ", found " + server);
    }
    String token = Files.readString(data.resolve("token")).strip();
    api = Optional.of(new ApiCalls(URI.create(server.path("url").asText()), token));
    return true;
  }

  /** SIGKILL: nothing in the process gets a say. */
  int kill() throws InterruptedException {
    api = Optional.empty();
    return process.orElseThrow().destroyForcibly().waitFor();
  }

  /** SIGTERM, as whoever ends it in good order sends it. */
  int stop() throws InterruptedException {
    api = Optional.empty();
    process.orElseThrow().destroy();
    return process.orElseThrow().waitFor();
  }

  /** Its exit code, when it dies by itself in time. */
  OptionalInt awaitDeath(Duration patience) throws InterruptedException {
    Process running = process.orElseThrow();
    if (!running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) return OptionalInt.empty();
    api = Optional.empty();
    return OptionalInt.of(running.exitValue());
  }

  boolean alive() {
    return process.orElseThrow().isAlive();
  }

  /** Whether the process that was started last wrote {@code words}. */
  boolean said(String words) throws IOException {
    byte[] all = Files.readAllBytes(log);
    int from = (int) Math.min(logBefore, all.length);
    return new String(all, from, all.length - from, StandardCharsets.UTF_8).contains(words);
  }

  /** The end of what the server wrote. */
  String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  @Override
  public void close() {
    process.ifPresent(p -> {
      p.destroyForcibly();
      p.onExit().join();
    });
  }
}

package dev.stint.runtime.model.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link ModelServer} in a process of its own, and what it says. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final int port;
  private final List<String> said = new CopyOnWriteArrayList<>();

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    this.port = Integer.parseInt(lines.readLine());
    Thread.ofVirtual().start(() -> lines.lines().forEach(said::add));
  }

  /**
   * @param arguments more for the server
   */
  public static ServerProcess start(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ModelServer.class.getName(),
                "--until-input-ends"));
    command.addAll(List.of(arguments));
    try {
      return new ServerProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address with {@code path} after it. */
  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Lines so far. */
  public List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

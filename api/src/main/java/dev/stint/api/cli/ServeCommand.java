package dev.stint.api.cli;

import dev.stint.api.auth.AccessTokens;
import dev.stint.api.http.HttpServer;
import dev.stint.api.http.HttpSettings;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stint serve}: the server, until it is told to stop. */
@Command(name = "serve", description = "Serve the HTTP API on this machine until stopped.")
final class ServeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions common;

  @Option(names = "--port", paramLabel = "PORT", description = "default: 7070; 0 for any free one")
  private int port = 7070;

  @Option(names = "--host", paramLabel = "HOST", description = "default: 127.0.0.1")
  private String host = "127.0.0.1";

  @Mixin private ConfigOption config;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = new Terminal();
    Path data = common.data();
    StintNode node = Connection.start(NodeSettings.of(data, config.settings()));
    HttpServer server;
    try {
      server = HttpServer.start(node, HttpSettings.of(host, port), AccessTokens.open(data));
    } catch (RuntimeException | IOException e) {
      node.close();
      throw new CliException(ExitCode.FAILED, e.getMessage());
    }
    ServerFile.write(data, server.uri().toString());
    terminal.line("Stint " + BuildInfo.version() + " serves " + server.uri());
    terminal.line("  data    " + data.toAbsolutePath());
    terminal.line("  journal " + node.journal().store().where());
    terminal.line("  token   " + data.resolve("token").toAbsolutePath() + " (mode 0600)");
    terminal.line("  stop    Ctrl-C, or SIGTERM: calls in flight finish first");
    untilStopped(node, server, data);
    return ExitCode.SUCCESS.code();
  }

  private static void untilStopped(StintNode node, HttpServer server, Path data)
      throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              stop.countDown();
              try {
                stopped.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            }));
    stop.await();
    ServerFile.delete(data);
    server.close();
    node.close();
    stopped.countDown();
  }
}

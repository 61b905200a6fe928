package dev.stint.api.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.api.auth.AccessTokens;
import dev.stint.api.http.HttpServer;
import dev.stint.api.http.HttpSettings;
import dev.stint.config.json.Json;
import dev.stint.persistence.fault.FaultClock;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The API that a command speaks to: the server named by {@code STINT_URL}, the one that runs on the
 * data folder, or one in this process for as long as the command takes.
 */
final class Connection implements AutoCloseable {
  private final ApiClient api;
  private final Optional<StintNode> node;
  private final Optional<HttpServer> server;

  private Connection(ApiClient api, Optional<StintNode> node, Optional<HttpServer> server) {
    this.api = api;
    this.node = node;
    this.server = server;
  }

  /** How a node in this process behaves. */
  enum Mode {
    /** It runs jobs. */
    WORKING,
    /** It only reads and takes commands: unfinished runs stay as they are. */
    QUIET
  }

  static Connection open(Path data, Mode mode) {
    return open(data, mode, ConfigFactory.empty());
  }

  /**
   * @param settings of a node in this process, should there be one
   */
  static Connection open(Path data, Mode mode, Config settings) {
    String url = System.getenv("STINT_URL");
    if (url != null && !url.isBlank()) {
      return new Connection(
          new ApiClient(uri(url), remoteToken(data)), Optional.empty(), Optional.empty());
    }
    return running(data).orElseGet(() -> embedded(data, mode, settings));
  }

  /** The server that {@code STINT_URL} names or that runs on the data folder; none is started. */
  static Optional<Connection> toServer(Path data) {
    String url = System.getenv("STINT_URL");
    if (url == null || url.isBlank()) return running(data);
    var client = new ApiClient(uri(url), remoteToken(data));
    return Optional.of(new Connection(client, Optional.empty(), Optional.empty()));
  }

  private static URI uri(String url) {
    try {
      return URI.create(url.endsWith("/") ? url : url + "/");
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.USAGE,
          "STINT_URL: expected an address like http://127.0.0.1:7070, found " + url);
    }
  }

  private static Optional<String> remoteToken(Path data) {
    String token = System.getenv("STINT_TOKEN");
    return token == null || token.isBlank() ? fileToken(data) : Optional.of(token);
  }

  private static Optional<String> fileToken(Path data) {
    try {
      Path file = data.resolve("token");
      return Files.isReadable(file)
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new CliException(ExitCode.AUTHENTICATION, "cannot read the token: " + e.getMessage());
    }
  }

  /** The server that says it runs on this data folder, if it still does. */
  static Optional<Connection> running(Path data) {
    Path file = data.resolve(ServerFile.NAME);
    if (!Files.isReadable(file)) return Optional.empty();
    try {
      String url = Json.parse(Files.readString(file)).path("url").asText();
      ApiClient client = new ApiClient(uri(url), remoteToken(data));
      return client.alive()
          ? Optional.of(new Connection(client, Optional.empty(), Optional.empty()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Connection embedded(Path data, Mode mode, Config settings) {
    Phases.mark("options");
    var quiet =
        ConfigFactory.empty()
            .withValue(
                "stint.run.wake-unfinished", ConfigValueFactory.fromAnyRef(mode == Mode.WORKING));
    StintNode node = start(NodeSettings.of(data, quiet.withFallback(settings)));
    Phases.mark("node");
    String token = AccessTokens.fresh();
    HttpServer server =
        HttpServer.start(
            node, HttpSettings.ephemeral(), AccessTokens.only(token, "user:" + localUser()));
    Phases.mark("http");
    return new Connection(
        new ApiClient(server.uri(), Optional.of(token)), Optional.of(node), Optional.of(server));
  }

  /** Opens the data folder; whatever is wrong with it becomes one clear sentence. */
  static StintNode start(NodeSettings settings) {
    try {
      return StintNode.start(settings, FaultClock.node());
    } catch (JournalException e) {
      throw new CliException(ExitCode.FAILED, e.getMessage() + " [" + e.code() + "]");
    } catch (UncheckedIOException e) {
      throw new CliException(ExitCode.FAILED, e.getMessage());
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  static String localUser() {
    String name = System.getProperty("user.name", "local");
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  ApiClient api() {
    return api;
  }

  /** The store behind a node in this process. */
  Optional<String> store() {
    return node.map(open -> open.journal().store().where());
  }

  /** Whether runs live only as long as this process. */
  boolean embedded() {
    return node.isPresent();
  }

  @Override
  public void close() {
    server.ifPresent(HttpServer::close);
    node.ifPresent(StintNode::close);
  }
}

package dev.stint.api.http;

import com.typesafe.config.ConfigFactory;
import dev.stint.api.auth.AccessTokens;
import dev.stint.persistence.fault.FaultClock;
import dev.stint.runtime.node.StintNode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, and answers on virtual threads, so that nothing that blocks runs where Pekko works (L1).
 * Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);

  private final StintNode node;
  private final Metrics metrics;
  private final ServerState state = new ServerState();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerBinding binding;

  /**
   * Binds and serves.
   *
   * @throws ListenException when the address cannot be had, saying what to do
   */
  public static HttpServer start(StintNode node, HttpSettings settings, AccessTokens tokens) {
    return start(node, settings, tokens, FaultClock.node());
  }

  /** As {@link #start(StintNode, HttpSettings, AccessTokens)}, with the time told by a clock. */
  public static HttpServer start(
      StintNode node, HttpSettings settings, AccessTokens tokens, InstantSource clock) {
    return new HttpServer(node, settings, tokens, clock);
  }

  private HttpServer(
      StintNode node, HttpSettings settings, AccessTokens tokens, InstantSource clock) {
    this.node = node;
    this.metrics = new Metrics(node);
    Api api = Routes.all(node, settings, state, metrics, clock);
    RequestAnswer answer =
        new RequestAnswer(api, tokens, metrics, HttpSettings.loopback(settings.host()));
    RequestIntake intake =
        new RequestIntake(
            settings.maxInFlight(),
            answer,
            metrics,
            workers,
            SystemMaterializer.get(node.system()).materializer());
    try {
      this.binding = bind(settings, intake);
    } catch (RuntimeException e) {
      workers.shutdown();
      metrics.close();
      throw e;
    }
  }

  private ServerBinding bind(HttpSettings settings, RequestIntake intake) {
    ServerSettings server =
        ServerSettings.create(
            ConfigFactory.parseResources("stint-http.conf")
                .withFallback(node.system().settings().config()));
    try {
      return Http.get(node.system())
          .newServerAt(settings.host(), settings.port())
          .withSettings(server)
          .bind(intake::handle)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ListenException(settings.host(), settings.port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while binding", e);
    }
  }

  public URI uri() {
    InetSocketAddress address = binding.localAddress();
    String host = address.getHostString();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
  }

  /** Not ready from here on, but still answering: gives balancers time to look elsewhere. */
  public void drain() {
    state.drain();
  }

  /** Drains, takes no more connections, lets requests finish, then closes. */
  @Override
  public void close() {
    drain();
    try {
      binding
          .terminate(LAST_REQUESTS)
          .toCompletableFuture()
          .get(LAST_REQUESTS.toSeconds() + 2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("connections were cut at the end: {}", e.toString());
    }
    workers.shutdown();
    metrics.close();
  }
}

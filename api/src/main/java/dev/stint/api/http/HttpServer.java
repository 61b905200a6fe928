package dev.stint.api.http;

import com.typesafe.config.ConfigFactory;
import dev.stint.api.auth.AccessTokens;
import dev.stint.api.auth.Caller;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.runtime.node.StintNode;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens, reads bounded requests, answers them on virtual threads. Never answers with a stack
 * trace; refuses, with a time to come back, beyond its limits (M2, G4).
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long MAX_BODY = 1L << 20;
  private static final long MAX_JOB_BODY = 5L << 20;
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(15);

  private final StintNode node;
  private final AccessTokens tokens;
  private final Api api;
  private final Metrics metrics;
  private final Semaphore places;
  private final boolean loopback;
  private final ServerState state;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerBinding binding;

  /**
   * Binds and serves.
   *
   * @throws IllegalStateException when the address cannot be had, saying what to do
   */
  public static HttpServer start(StintNode node, HttpSettings settings, AccessTokens tokens) {
    return new HttpServer(node, settings, tokens);
  }

  private HttpServer(StintNode node, HttpSettings settings, AccessTokens tokens) {
    this.node = node;
    this.tokens = tokens;
    this.places = new Semaphore(settings.maxInFlight());
    this.loopback = HttpSettings.loopback(settings.host());
    this.state = new ServerState();
    this.metrics = new Metrics(node);
    this.api = Routes.all(node, settings, state, metrics);
    this.binding = bind(settings);
  }

  private ServerBinding bind(HttpSettings settings) {
    ServerSettings server =
        ServerSettings.create(
            ConfigFactory.parseResources("stint-http.conf")
                .withFallback(node.system().settings().config()));
    try {
      return Http.get(node.system())
          .newServerAt(settings.host(), settings.port())
          .withSettings(server)
          .bind(this::handle)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + "; another program may hold the port: choose one with --port, or 0 for a free one",
          e);
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

  private CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    List<String> segments = segments(request);
    boolean job =
        segments.size() == 2 && segments.get(1).equals("jobs") || path.equals("/v1/validate");
    long limit = job ? MAX_JOB_BODY : MAX_BODY;
    if (request.entity().getContentLengthOption().orElse(0) > limit) {
      request.entity().discardBytes(SystemMaterializer.get(node.system()).materializer());
      return CompletableFuture.completedFuture(Answers.of(tooLarge(limit), path, metrics));
    }
    if (!places.tryAcquire()) {
      request.entity().discardBytes(SystemMaterializer.get(node.system()).materializer());
      ApiProblem busy =
          ApiProblem.comeBack(
              503, "overloaded", "too many requests at once; come back", Duration.ofSeconds(1));
      return CompletableFuture.completedFuture(Answers.of(busy, path, metrics));
    }
    return request
        .entity()
        .toStrict(
            BODY_PATIENCE.toMillis(), limit, SystemMaterializer.get(node.system()).materializer())
        .thenApplyAsync(entity -> answer(request, segments, entity), workers)
        .exceptionally(e -> Answers.of(unreadable(e, limit), path, metrics))
        .whenComplete((_, _) -> places.release());
  }

  private HttpResponse answer(
      HttpRequest request, List<String> segments, HttpEntity.Strict entity) {
    String path = request.getUri().path();
    try {
      ApiRequest asked = asked(request, segments, entity);
      Api.Route route = api.find(asked.method(), segments);
      if (!(route.open() && asked.loopback())) asked.authenticated();
      return Answers.of(route.handler().handle(asked), metrics);
    } catch (ApiProblem problem) {
      return Answers.of(problem, path, metrics);
    } catch (JournalException e) {
      LOG.error("{} {}: {}", request.method().value(), path, e.getMessage());
      return Answers.of(Problems.of(e), path, metrics);
    } catch (Exception e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt();
      LOG.error("{} {} broke", request.method().value(), path, e);
      return Answers.of(
          new ApiProblem(500, "internal_error", "this should not happen; the node's log says more"),
          path,
          metrics);
    }
  }

  private ApiRequest asked(HttpRequest request, List<String> segments, HttpEntity.Strict entity) {
    Map<String, String> headers = new TreeMap<>();
    request.getHeaders().forEach(h -> headers.put(h.lowercaseName(), h.value()));
    Map<String, String> query = new TreeMap<>();
    request.getUri().query().toMap().forEach(query::put);
    Optional<Caller> caller =
        Optional.ofNullable(headers.get("authorization"))
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(value -> tokens.caller(value.substring(7).strip()));
    return new ApiRequest(
        request.method().value().toUpperCase(Locale.ROOT),
        request.getUri().path(),
        segments,
        query,
        headers,
        entity.getContentType().toString(),
        entity.getData().toArray(),
        caller,
        loopback);
  }

  private static List<String> segments(HttpRequest request) {
    List<String> segments = new ArrayList<>();
    request.getUri().pathSegments().forEach(segments::add);
    return segments;
  }

  private static ApiProblem tooLarge(long limit) {
    return new ApiProblem(413, "body_too_large", "the body may have " + limit + " bytes at most");
  }

  private static ApiProblem unreadable(Throwable e, long limit) {
    String text = String.valueOf(e);
    return text.contains("EntityStreamSizeException") || text.contains("exceeded")
        ? tooLarge(limit)
        : new ApiProblem(408, "body_not_received", "the body did not arrive in time");
  }

  /** Stops taking connections, lets requests finish, then closes. */
  @Override
  public void close() {
    state.drain();
    try {
      binding.terminate(Duration.ofSeconds(3)).toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("connections were cut at the end: {}", e.toString());
    }
    workers.shutdown();
    metrics.close();
  }
}

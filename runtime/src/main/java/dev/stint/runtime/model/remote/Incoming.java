package dev.stint.runtime.model.remote;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer as it comes in, within limits on time, silence and size. Closing it before its end
 * closes the connection. Belongs to one thread.
 */
final class Incoming implements AutoCloseable {
  private final ServerSettings.Limits limits;
  private final long endNanos;
  private final HttpResponse<Arrivals> response;
  private long read;

  private Incoming(HttpResponse<Arrivals> response, ServerSettings.Limits limits, long endNanos) {
    this.response = response;
    this.limits = limits;
    this.endNanos = endNanos;
  }

  /** Sends the request and waits for the head of its answer. */
  static Incoming of(HttpClient client, HttpRequest request, ServerSettings.Limits limits)
      throws ModelException, InterruptedException {
    long end = System.nanoTime() + limits.call().toNanos();
    CompletableFuture<HttpResponse<Arrivals>> exchange =
        client.sendAsync(request, _ -> new Arrivals());
    boolean open = false;
    try {
      Duration patience = patience(limits, end);
      var response = exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      open = true;
      return new Incoming(response, limits, end);
    } catch (TimeoutException e) {
      throw silence(limits, end);
    } catch (ExecutionException e) {
      throw broken(e.getCause());
    } finally {
      if (!open) {
        // Whatever arrives from here on is nobody's: it ends the connection.
        exchange.whenComplete((late, _) -> {
          if (late != null) late.body().cancel();
        });
        exchange.cancel(true);
      }
    }
  }

  int status() {
    return response.statusCode();
  }

  HttpHeaders headers() {
    return response.headers();
  }

  /** Whether the answer says that it is one JSON value. */
  boolean json() {
    return headers().firstValue("content-type").orElse("").startsWith("application/json");
  }

  /** The next bytes; empty at the end. */
  Optional<byte[]> next() throws ModelException, InterruptedException {
    try {
      Optional<byte[]> bytes = response.body().next(patience(limits, endNanos));
      read += bytes.map(b -> b.length).orElse(0);
      if (read <= limits.bytes()) return bytes;
    } catch (TimeoutException e) {
      throw silence(limits, endNanos);
    } catch (IOException e) {
      throw broken(e);
    }
    throw unanswered(
        "model_reply_too_large", "the answer is larger than " + limits.bytes() + " bytes", true);
  }

  byte[] whole() throws ModelException, InterruptedException {
    var whole = new ByteArrayOutputStream();
    for (var bytes = next(); bytes.isPresent(); bytes = next()) whole.writeBytes(bytes.get());
    return whole.toByteArray();
  }

  @Override
  public void close() {
    response.body().cancel();
  }

  private static Duration patience(ServerSettings.Limits limits, long endNanos) {
    Duration left = Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    return left.compareTo(limits.stall()) < 0 ? left : limits.stall();
  }

  private static ModelException silence(ServerSettings.Limits limits, long endNanos) {
    return System.nanoTime() >= endNanos
        ? unanswered("model_timeout", "no whole answer within " + limits.call(), true)
        : unanswered("model_stalled", "not a byte came for " + limits.stall(), true);
  }

  private static ModelException broken(Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          unanswered("model_unreachable", "no connection to the model server", false);
      case ConnectException _ ->
          unanswered("model_unreachable", "no connection to the model server", false);
      default ->
          unanswered(
              "model_connection_lost",
              "the connection ended before the answer: " + cause.getClass().getSimpleName(),
              true);
    };
  }

  /** Sent but unanswered: the server may have done the work, and billed it. */
  private static ModelException unanswered(String code, String message, boolean billed) {
    return new ModelException(Failure.retryable(code, message), Optional.empty(), billed);
  }
}

package dev.stint.runtime.model.openai;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Chat completions over HTTP (C1). Thread-safe.
 *
 * <p>Follows no redirect, because that would carry the key elsewhere. An interrupt cancels the
 * exchange, which closes its connection. No message contains the key, the prompt or the reply.
 */
public final class OpenAiProvider implements ModelProvider, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Other vocabularies cut finer than ours, and every message has a frame. */
  private static final double VOCABULARY_MARGIN = 1.2;

  private static final int FRAME_TOKENS = 64;

  private final OpenAiSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public OpenAiProvider(OpenAiSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public long promptTokens(ModelRequest request) {
    return (long) Math.ceil(PromptText.tokens(request) * VOCABULARY_MARGIN) + FRAME_TOKENS;
  }

  @Override
  public ModelReply complete(ModelRequest request) throws ModelException, InterruptedException {
    HttpResponse<byte[]> response = exchange(http(request));
    return new Replies(request, promptTokens(request))
        .read(response.statusCode(), response.headers(), response.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest http(ModelRequest request) {
    var http =
        HttpRequest.newBuilder(settings.completions())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Idempotency-Key", request.idempotencyKey())
            .POST(HttpRequest.BodyPublishers.ofString(RequestBody.of(request)));
    settings.key().get().ifPresent(key -> http.header("Authorization", "Bearer " + key));
    return http.build();
  }

  /** The request's own timeout ends with the headers, so the wait for the body has one as well. */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws ModelException, InterruptedException {
    var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.maxBodyBytes());
    CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request, body);
    try {
      return exchange.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unanswered("model_timeout", "no whole answer within " + settings.timeout(), true);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  private static ModelException failed(Throwable cause) {
    return switch (cause) {
      case java.net.http.HttpConnectTimeoutException e ->
          unanswered("model_unreachable", "no connection to the model server", false);
      case ConnectException e ->
          unanswered("model_unreachable", "no connection to the model server", false);
      case java.net.http.HttpTimeoutException e ->
          unanswered("model_timeout", "no answer in time", true);
      case IOException e when tooLarge(e) ->
          unanswered("model_reply_too_large", "the answer is larger than allowed", true);
      default ->
          unanswered(
              "model_connection_lost",
              "the connection ended before the answer: " + cause.getClass().getSimpleName(),
              true);
    };
  }

  private static boolean tooLarge(IOException e) {
    return String.valueOf(e.getMessage()).contains("body exceeds capacity");
  }

  /** Sent but unanswered: the server may have done the work, and billed it. */
  private static ModelException unanswered(String code, String message, boolean billed) {
    return new ModelException(Failure.retryable(code, message), Optional.empty(), billed);
  }
}

package dev.stint.runtime.model.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A model server (C1). Thread-safe.
 *
 * <p>Follows no redirect, because that would carry the key elsewhere. An interrupt ends the call
 * and closes its connection. No message contains the key, the prompt or the reply.
 */
public final class RemoteProvider implements ModelProvider, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final ServerSettings settings;
  private final Protocol protocol;
  private final ServerGate gate;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public RemoteProvider(ServerSettings settings, Protocol protocol) {
    this.settings = settings;
    this.protocol = protocol;
    this.gate = new ServerGate(settings.name(), settings.limits(), System::nanoTime);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String about() {
    String key;
    try {
      key = settings.key().get().isPresent() ? "with a key" : "without a key";
    } catch (IllegalArgumentException e) {
      key = "its key cannot be read";
    }
    return protocol.name() + " at " + settings.baseUrl() + ", " + key;
  }

  @Override
  public long promptTokens(ModelRequest request) {
    double counted = PromptText.tokens(request) * settings.promptMargin();
    return (long) Math.ceil(counted) + protocol.frameTokens(request);
  }

  @Override
  public ModelReply complete(ModelRequest request) throws ModelException, InterruptedException {
    gate.enter();
    try {
      return call(request);
    } catch (ModelException e) {
      e.retryAfter().ifPresent(gate::holdBack);
      throw e;
    } finally {
      gate.leave();
    }
  }

  private ModelReply call(ModelRequest request) throws ModelException, InterruptedException {
    Reading reading = new Reading(request, promptTokens(request));
    try (Incoming answer = Incoming.of(client, http(request), settings.limits())) {
      if (answer.status() != 200) {
        throw Refusals.of(answer.status(), answer.headers(), answer.whole(), request.model());
      }
      // Some servers answer in one piece whatever is asked for.
      boolean pieces =
          settings.stream() && (protocol.framing() == Protocol.Framing.LINES || !answer.json());
      return protocol.reply(pieces ? pieces(answer) : parsed(answer.whole()), reading);
    }
  }

  private JsonNode pieces(Incoming answer) throws ModelException, InterruptedException {
    Protocol.Assembly assembly = protocol.assembly();
    Pieces pieces = new Pieces(answer, protocol.framing());
    while (!assembly.ended()) {
      var next = pieces.next();
      if (next.isEmpty()) break;
      assembly.add(parsed(next.get()));
    }
    if (assembly.complete()) return assembly.whole();
    throw Reading.malformed("the answer ended in the middle");
  }

  private static JsonNode parsed(byte[] body) throws ModelException {
    return parsed(new String(body, StandardCharsets.UTF_8));
  }

  private static JsonNode parsed(String text) throws ModelException {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw Reading.malformed(
          "expected one JSON value of " + text.length() + " characters, found something else");
    }
  }

  private HttpRequest http(ModelRequest request) throws ModelException {
    boolean stream = settings.stream();
    JsonNode body = protocol.body(request, stream, settings.temperature(request.model()));
    var http =
        HttpRequest.newBuilder(settings.at(protocol.path(request, stream)))
            .header("Content-Type", "application/json")
            .header("Accept", stream ? "text/event-stream, application/json" : "application/json")
            .header("Idempotency-Key", request.idempotencyKey())
            .POST(HttpRequest.BodyPublishers.ofString(CanonicalJson.text(body)));
    protocol.headers(key()).forEach(http::header);
    return http.build();
  }

  private String key() throws ModelException {
    String key;
    try {
      key = settings.key().get().orElse("");
    } catch (IllegalArgumentException e) {
      throw unusable("model_unauthorized", e.getMessage());
    }
    if (key.isEmpty() || settings.safe()) return key;
    throw unusable(
        "model_insecure",
        "the key of "
            + name()
            + " would go to another machine unencrypted; expected a base-url with https");
  }

  private static ModelException unusable(String code, String message) {
    return new ModelException(Failure.terminal(code, message), Optional.empty(), false);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

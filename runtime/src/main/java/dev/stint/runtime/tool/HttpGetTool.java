package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.egress.EgressDeniedException;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.connector.egress.HttpCall;
import dev.stint.runtime.connector.egress.NotSentException;
import dev.stint.runtime.connector.egress.PinnedHttp;
import dev.stint.runtime.model.TokenCounter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code stint.http.get@1}: reads an address that the node's allow list covers (B2, A14, B14).
 *
 * <p>Connections pass the {@link EgressGate}: a host is resolved once, and private, loopback and
 * link-local addresses are refused unless the owner of the platform lists them. Redirects are
 * followed at most three times, each target checked like a first one. The job must list the host
 * under {@code network}, too.
 */
public final class HttpGetTool implements Tool {
  private static final int MAX_REDIRECTS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAX_BYTES = 1 << 20;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.http.get",
          "1.0.0",
          "Reads a web address on the allow list",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["url"],
               "properties": {
                 "url": {"type": "string", "maxLength": 2000},
                 "maxTokens": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 4000}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["url", "status", "mediaType", "body", "bodyHash", "tokens"],
               "properties": {
                 "url": {"type": "string"}, "status": {"type": "integer"},
                 "mediaType": {"type": "string"}, "body": {"type": "string"}, "bodyHash": %s,
                 "tokens": {"type": "integer", "minimum": 0}}}
              """,
              Schemas.SHA256),
          Duration.ofSeconds(60),
          16,
          4L << 20);

  private final HttpAllowList allowed;
  private final PinnedHttp http;

  public HttpGetTool(HttpAllowList allowed, EgressGate gate) {
    this(allowed, new PinnedHttp(gate, LIMIT, MAX_BYTES));
  }

  HttpGetTool(HttpAllowList allowed, PinnedHttp http) {
    this.allowed = allowed;
    this.http = http;
  }

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    URI uri = uri(args.path("url").asText());
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      allowed.check(uri);
      if (!context.mayConnect(uri.getHost(), HttpCall.port(uri))) throw offTheJob(uri);
      HttpAnswer answer = fetch(uri, context);
      String location = answer.headers().get("location");
      boolean moved = answer.status() / 100 == 3 && location != null;
      if (!moved) return result(uri, answer, args.path("maxTokens").asLong(4000));
      uri = uri(uri, location);
    }
    throw Failures.terminal("too_many_redirects", "more than " + MAX_REDIRECTS + " redirects");
  }

  private static ToolException offTheJob(URI uri) {
    return Failures.terminal(
        "network_denied",
        "the job's network does not list "
            + uri.getHost()
            + "; expected network: {allow: [...]} with that host");
  }

  private HttpAnswer fetch(URI uri, ToolContext context)
      throws ToolException, InterruptedException {
    try {
      return http.send(HttpCall.get(uri, Map.of()), context::beforeEffect);
    } catch (EgressDeniedException e) {
      throw HttpAllowList.denied();
    } catch (HttpAnswer.BodyTooLargeException e) {
      throw Failures.terminal(
          "body_too_large", "the answer is larger than " + MAX_BYTES + " bytes");
    } catch (IOException e) {
      if (Thread.interrupted()) throw new InterruptedException("while reading");
      Throwable cause = e instanceof NotSentException ? e.getCause() : e;
      throw switch (cause) {
        case UnknownHostException _ ->
            Failures.retryable("host_unknown", "no address is known for " + uri.getHost());
        case SocketTimeoutException _ ->
            Failures.retryable("http_timeout", uri.getHost() + " did not answer in time");
        default ->
            Failures.retryable(
                "http_failed", uri.getHost() + ": " + cause.getClass().getSimpleName());
      };
    }
  }

  private static ToolResult result(URI uri, HttpAnswer answer, long maxTokens)
      throws ToolException {
    int status = answer.status();
    if (status == 429 || status >= 500) {
      throw Failures.retryable("http_status", uri.getHost() + " answered " + status);
    }
    if (status >= 400) {
      throw Failures.terminal("http_status", uri.getHost() + " answered " + status);
    }
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    long tokens = TokenCounter.o200k().count(body);
    if (tokens > maxTokens) {
      throw Failures.terminal(
          "body_too_large", "the answer has " + tokens + " tokens, maxTokens is " + maxTokens);
    }
    var output = JsonNodeFactory.instance.objectNode().put("url", uri.toString());
    output.put("status", status);
    output.put("mediaType", answer.headers().getOrDefault("content-type", ""));
    output.put("body", body).put("bodyHash", Sha256.hex(answer.body())).put("tokens", tokens);
    return new ToolResult(output, tokens);
  }

  private static URI uri(String text) throws ToolException {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw HttpAllowList.denied();
    }
  }

  private static URI uri(URI base, String location) throws ToolException {
    try {
      return base.resolve(location);
    } catch (IllegalArgumentException e) {
      throw HttpAllowList.denied();
    }
  }
}

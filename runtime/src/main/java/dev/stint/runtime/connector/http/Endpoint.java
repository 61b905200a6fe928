package dev.stint.runtime.connector.http;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.egress.EgressDeniedException;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.connector.egress.HttpCall;
import dev.stint.runtime.connector.egress.NotSentException;
import dev.stint.runtime.connector.egress.PinnedHttp;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * One web service: the address below which a tool may call, and how. Follows no redirect, because a
 * redirect would carry what it authenticates by elsewhere. Thread-safe.
 *
 * @param name of the tool, for messages
 * @param base ends in {@code /}
 * @param bytes most of an answer's body
 */
public record Endpoint(
    String name,
    URI base,
    Authentication authentication,
    Duration timeout,
    int bytes,
    Ports ports) {
  /** Keys that {@link #from} reads, for {@link SettingsSection#only}. */
  public static final String[] KEYS = {"bearer", "basic", "header", "timeout", "bytes"};

  /**
   * What is sent.
   *
   * @param write whether it may change something over there
   * @param repeatable whether sending it twice is the same as once
   */
  public record Request(
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      boolean write,
      boolean repeatable) {}

  public static Endpoint from(SettingsSection s, String name, String base, Ports ports) {
    return new Endpoint(
        name,
        address(s, base),
        Authentication.from(s),
        s.duration("timeout", Duration.ofSeconds(30)),
        s.bytes("bytes", 1 << 20),
        ports);
  }

  private static URI address(SettingsSection s, String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text : text + "/");
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    s.problem(
        "base", "expected an address such as https://api.example.org/v1/, without user or query");
    return URI.create("https://invalid/");
  }

  /**
   * The address of {@code path} below the base.
   *
   * @param query encoded, or empty
   * @throws ToolException terminal {@code egress_denied} when the path leads out of the base
   */
  public URI address(String path, String query) throws ToolException {
    String full = base.getRawPath() + path + (query.isEmpty() ? "" : "?" + query);
    boolean odd =
        path.startsWith("/")
            || path.contains("\\")
            || path.contains("#")
            || path.contains("?")
            || ("/" + path + "/").matches("(?i).*/(\\.|%2e){1,2}/.*")
            || path.matches("(?i).*(%2f|%5c).*");
    try {
      URI uri = base.resolve(full);
      if (!odd && uri.getHost().equals(base.getHost()) && uri.getPort() == base.getPort()) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw Failures.terminal(
        EgressDeniedException.CODE,
        "the path does not lead to a place below the address of " + name);
  }

  /** Sends once the permit allows it, and takes only a good answer (2xx). */
  public HttpAnswer exchange(Request request, ToolContext context)
      throws ToolException, InterruptedException {
    return exchange(request, context::beforeEffect);
  }

  /** Asks about something, which has no effect and needs no permit. */
  public HttpAnswer ask(Request request) throws ToolException, InterruptedException {
    return exchange(request, () -> {});
  }

  private HttpAnswer exchange(Request request, PinnedHttp.BeforeSending permit)
      throws ToolException, InterruptedException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    headers.putAll(authentication.headers(ports.secrets()));
    HttpCall call;
    try {
      call = new HttpCall(request.method(), request.uri(), headers, request.body());
    } catch (IllegalArgumentException e) {
      throw Failures.terminal("http_header_refused", e.getMessage());
    }
    try {
      var http = new PinnedHttp(ports.gate(), timeout, bytes);
      return good(http.send(call, permit), request);
    } catch (EgressDeniedException e) {
      throw Failures.terminal(EgressDeniedException.CODE, e.getMessage());
    } catch (NotSentException e) {
      interrupted();
      throw Failures.retryable("http_unreachable", name + " cannot be reached: " + e.getMessage());
    } catch (HttpAnswer.BodyTooLargeException e) {
      throw afterwards(request, "body_too_large", "answered more than " + bytes + " bytes", true);
    } catch (IOException e) {
      interrupted();
      throw afterwards(request, "http_failed", "broke off: " + e.getClass().getSimpleName(), false);
    }
  }

  private static void interrupted() throws InterruptedException {
    if (Thread.interrupted()) throw new InterruptedException("while talking to a service");
  }

  private HttpAnswer good(HttpAnswer answer, Request request) throws ToolException {
    int status = answer.status();
    if (status / 100 == 2) return answer;
    String said = name + " answered " + status + Answers.quoted(answer);
    if (status == 429 || status == 503) throw Failures.retryable("http_status", said);
    if (status >= 500) throw afterwards(request, "http_status", "answered " + status, false);
    if (status / 100 == 3) {
      throw Failures.terminal(
          "http_redirect_refused", name + " answered " + status + "; redirects are not followed");
    }
    throw Failures.terminal("http_status", said);
  }

  /** A failure after the request has left: nobody knows what it did there. */
  private ToolException afterwards(Request request, String code, String what, boolean terminal) {
    String message = name + " " + what;
    if (request.write() && !request.repeatable()) {
      return new ToolException(Failure.inDoubt(code, message));
    }
    return terminal ? Failures.terminal(code, message) : Failures.retryable(code, message);
  }
}

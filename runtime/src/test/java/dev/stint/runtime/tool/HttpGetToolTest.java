package dev.stint.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.egress.PinnedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server on loopback, which the allow list lets in by name. */
class HttpGetToolTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    port = server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void shouldReadAnAllowedAddress() throws Exception {
    ToolResult result = get("/docs/plain", true);

    assertThat(result.output().get("body").asText()).isEqualTo("hello");
    assertThat(result.output().get("status").asInt()).isEqualTo(200);
    assertThat(result.tokens()).isEqualTo(1);
  }

  @Test
  void shouldReadAChunkedBody() throws Exception {
    assertThat(get("/docs/chunked", true).output().get("body").asText()).isEqualTo("hello");
  }

  @Test
  void shouldFollowARedirectInsideTheList() throws Exception {
    assertThat(get("/docs/moved", true).output().get("url").asText()).endsWith("/docs/plain");
  }

  @Test
  void shouldCheckEachRedirect() {
    assertThatThrownBy(() -> get("/docs/escape", true)).hasMessageContaining("egress_denied");
    assertThat(asked).containsExactly("/docs/escape");
  }

  @Test
  void shouldRefuseLoopbackUnlessAllowed() {
    assertThatThrownBy(() -> get("/docs/plain", false)).hasMessageContaining("egress_denied");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/private/x",
        "/docs-x/y",
        "/docs/../private",
        "/docs/%2e%2e/private",
        "/docs/a%2fb",
        "/docs/./x"
      })
  void shouldRefusePathsOutsideThePrefix(String path) {
    assertThatThrownBy(() -> get(path, true)).hasMessageContaining("egress_denied");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "http://169.254.169.254/docs/",
        "http://2130706433/docs/x",
        "http://[::1]/docs/x",
        "http://user@127.0.0.1/docs/x",
        "gopher://127.0.0.1/docs/x",
        "docs",
        ""
      })
  void shouldRefuseOtherAddresses(String url) {
    assertThatThrownBy(() -> call(url, true)).hasMessageContaining("egress_denied");
  }

  @ParameterizedTest
  @CsvSource({
    "/docs/large,body_too_large",
    "/docs/large-chunked,body_too_large",
    "/docs/slow,http_timeout",
    "/docs/broken,http_status",
    "/docs/cut,http_failed",
    "/docs/loop,too_many_redirects"
  })
  void shouldNameEachFailure(String path, String code) {
    assertThatThrownBy(() -> get(path, true)).hasMessageContaining(code);
  }

  private ToolResult get(String path, boolean loopback) throws Exception {
    return call("http://127.0.0.1:" + port + path, loopback);
  }

  @Test
  void shouldRefuseAHostThatTheJobDoesNotList() {
    assertThatThrownBy(() ->
            call(
                "http://127.0.0.1:" + port + "/docs/plain",
                true,
                FolderToolContext.reading(Path.of(".")).offline()))
        .hasMessageContaining("network_denied");
    assertThat(asked).isEmpty();
  }

  private ToolResult call(String url, boolean loopback) throws Exception {
    return call(url, loopback, FolderToolContext.reading(Path.of(".")));
  }

  private ToolResult call(String url, boolean loopback, ToolContext context) throws Exception {
    var entry = new HttpAllowList.Entry("http", "127.0.0.1", port, "/docs/");
    EgressGate gate = loopback ? EgressGate.of(List.of("127.0.0.1")) : EgressGate.PUBLIC_ONLY;
    var http = new PinnedHttp(gate, Duration.ofMillis(700), 10_000);
    var tool = new HttpGetTool(new HttpAllowList(List.of(entry)), http);
    var args = JsonNodeFactory.instance.objectNode().put("url", url);
    return tool.call(args, context);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    switch (path) {
      case "/docs/plain" -> send(exchange, 200, "hello", 5);
      case "/docs/chunked" -> send(exchange, 200, "hello", 0);
      case "/docs/moved" -> move(exchange, "plain");
      case "/docs/escape" -> move(exchange, "/private/x");
      case "/docs/loop" -> move(exchange, "/docs/loop");
      case "/docs/large" -> send(exchange, 200, "x".repeat(20_000), 20_000);
      case "/docs/large-chunked" -> send(exchange, 200, "x".repeat(20_000), 0);
      case "/docs/broken" -> send(exchange, 503, "no", 2);
      case "/docs/cut" -> send(exchange, 200, "he", 5);
      default -> hang();
    }
  }

  private static void move(HttpExchange exchange, String where) throws IOException {
    exchange.getResponseHeaders().add("Location", where);
    send(exchange, 302, "moved", 5);
  }

  private static void send(HttpExchange exchange, int status, String body, long length)
      throws IOException {
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

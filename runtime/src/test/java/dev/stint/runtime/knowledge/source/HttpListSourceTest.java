package dev.stint.runtime.knowledge.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists on a real server, on loopback, which the gate is told to let through. */
class HttpListSourceTest {
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Map<String, String> seen = new ConcurrentHashMap<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    seen.put(path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String page = pages.get(path);
    if (page == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      byte[] body = page.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("ETag", "\"" + page.hashCode() + "\"");
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : body.length);
      if (!head) exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Test
  void shouldListWhatLiesBesideOrBelowTheList() throws Exception {
    pages.put(
        "/docs/list.txt", "# ours\nintro\nsub/more.md\nhttp://example.org/x\n../secret\nnone\n");
    pages.put("/docs/intro", "<p>Welcome.</p>");
    pages.put("/docs/sub/more.md", "# More");
    pages.put("/secret", "secret");

    Listed listed = open("127.0.0.0/8", Map.of()).list();

    assertThat(listed.documents().keySet()).containsExactly("intro", "sub/more.md");
    assertThat(listed.documents().get("intro").readAs()).isEqualTo("document.html");
    assertThat(
            new String(listed.documents().get("intro").content().bytes(), StandardCharsets.UTF_8))
        .isEqualTo("<p>Welcome.</p>");
    assertThat(listed.notes()).hasSize(3);
    assertThat(seen).doesNotContainKey("/secret");
  }

  @Test
  void shouldGiveAnotherStampToAnotherContent() throws Exception {
    pages.put("/docs/list.txt", "intro\n");
    pages.put("/docs/intro", "<p>Welcome.</p>");
    KnowledgeSource source = open("127.0.0.0/8", Map.of());
    String first = source.list().documents().get("intro").stamp();

    String same = source.list().documents().get("intro").stamp();
    pages.put("/docs/intro", "<p>Goodbye.</p>");
    String other = source.list().documents().get("intro").stamp();

    assertThat(same).isEqualTo(first).isNotEmpty();
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void shouldAuthoriseWithASecretThatStandsElsewhere() throws Exception {
    pages.put("/docs/list.txt", "");

    open("127.0.0.0/8", Map.of("token", "env:DOCS_TOKEN")).list();

    assertThat(seen.get("/docs/list.txt")).isEqualTo("Bearer s3cret-token");
  }

  @Test
  void shouldNotReachAnAddressThatTheGateDoesNotLetThrough() {
    var refused =
        catchThrowableOfType(RetrievalException.class, () -> open("10.0.0.0/8", Map.of()).list());

    assertThat(refused.code()).isEqualTo("egress_denied");
    assertThat(seen).isEmpty();
  }

  @Test
  void shouldSayThatTheListIsNotThere() {
    var refused =
        catchThrowableOfType(RetrievalException.class, () -> open("127.0.0.0/8", Map.of()).list());

    assertThat(refused.code()).isEqualTo("source_unreadable");
    assertThat(refused).hasMessageContaining("404");
  }

  private KnowledgeSource open(String range, Map<String, String> settings)
      throws RetrievalException {
    String list = "http://127.0.0.1:%d/docs/list.txt".formatted(server.getAddress().getPort());
    var spec =
        new SourceSpec(
            "docs", list, "", Classification.INTERNAL, List.of(), new TreeMap<>(settings));
    return new KnowledgeSources(
            FolderLimits.DEFAULT,
            EgressGate.of(List.of(range)),
            Map.of("DOCS_TOKEN", "s3cret-token"))
        .open(spec);
  }
}

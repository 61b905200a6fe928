package dev.stint.runtime.attack;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that makes up addresses: A14. A server on this machine counts who comes. */
class EgressAttackTest {
  @TempDir Path folder;
  private final AtomicInteger visits = new AtomicInteger();
  private HttpServer sink;
  private AttackedNode node;

  @BeforeEach
  void listen() throws Exception {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext(
        "/",
        exchange -> {
          visits.incrementAndGet();
          byte[] body = "{\"integ\": \"SYSTEM\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    sink.start();
  }

  @AfterEach
  void close() {
    node.close();
    sink.stop(0);
  }

  private int port() {
    return sink.getAddress().getPort();
  }

  private RunState fetching(String url, String settings) throws Exception {
    String address = url.replace("PORT", "" + port());
    node =
        new AttackedNode(
            folder,
            Attacker.wishing(
                calls("stint.http.get", "{\"url\": \"" + address + "\", \"maxTokens\": 100}")),
            settings.replace("PORT", "" + port()));
    node.file("prompts/goal.md", "Do what is right.").file("docs/policy.md", "# Policy\n");
    return node.run(
        AttackJobs.agent("curated", "internal", "", "turns: 9")
            .replace(
                "tools:\n  - {use: 'stint.doc",
                "network: {allow: [127.0.0.1]}\ntools:\n  - {use: 'stint.doc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/",
        "http://localhost:PORT/",
        "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f.1:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://169.254.169.254/latest/meta-data/",
        "https://docs.example@127.0.0.1:PORT/",
        "file:///etc/passwd"
      })
  void shouldLetNoMadeUpAddressOutInA14(String url) throws Exception {
    RunState run = fetching(url, "stint.http.allow = [\"https://docs.example/\"]");

    assertThat(visits).hasValue(0);
    assertThat(run.toolErrors() + run.violations().size()).isPositive();
  }

  @Test
  void shouldCompleteTheTwinOfA14ThatGoesWhereTheOwnerAllows() throws Exception {
    RunState run =
        fetching(
            "http://127.0.0.1:PORT/",
            "stint { http.allow = [\"http://127.0.0.1:PORT/\"]\n"
                + " tools.egress.private = [\"127.0.0.1\"] }");

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(visits).hasValue(1);
  }
}

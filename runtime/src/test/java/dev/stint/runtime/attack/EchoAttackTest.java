package dev.stint.runtime.attack;

import static dev.stint.runtime.attack.Attacker.calls;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that returns what Stint authenticated with: A13. */
class EchoAttackTest {
  private static final String SECRET = "tok-5e1f-very-secret";

  @TempDir Path folder;
  private final CopyOnWriteArrayList<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer service;
  private AttackedNode node;
  private Attacker attacker;

  @AfterEach
  void close() {
    node.close();
    service.stop(0);
  }

  private RunState asking(UnaryOperator<String> answer, String job) throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          String header = exchange.getRequestHeaders().getFirst("Authorization");
          seen.add(header);
          byte[] body = answer.apply(header).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
    attacker = Attacker.wishing(calls("http.crm.get", "{\"path\": \"me\"}"));
    node =
        new AttackedNode(
            folder,
            attacker,
            """
            stint.tools {
              egress.private = ["127.0.0.1"]
              http.crm { base = "http://127.0.0.1:%d/v1", bearer = "file:%s" }
            }
            """
                .formatted(service.getAddress().getPort(), token));
    node.file("prompts/goal.md", "Do what is right.").file("docs/policy.md", "# Policy\n");
    return node.run(job);
  }

  private static String agent() {
    return AttackJobs.agent("curated", "internal", "", "turns: 9")
        .replace(
            "tools:\n  - {use: 'stint.doc",
            "tools:\n  - {use: 'http.crm.get@^1'}\n  - {use: 'stint.doc")
        .replace("tools: [stint", "tools: [http.crm.get, stint");
  }

  private void assertKeptAndHalted(RunState run) {
    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.HALTED);
    assertThat(node.halted(run)).isEqualTo("secret_echo");
    assertThat(run.violations().getFirst().message())
        .contains("stint.tools.http.crm.bearer", "change that secret");
    assertThat(seen).containsExactly("Bearer " + SECRET);
    assertThat(node.recorded(run)).doesNotContain("5e1f");
    assertThat(attacker.told()).doesNotContain("5e1f");
  }

  @Test
  void shouldHaltA13AndSayWhichSecretIsToBeChanged() throws Exception {
    assertKeptAndHalted(asking(header -> "{\"you_sent\": \"" + header + "\"}", agent()));
  }

  @Test
  void shouldHaltA13WhenTheSecretComesBackInAnotherForm() throws Exception {
    assertKeptAndHalted(
        asking(
            _ ->
                "{\"debug\": \""
                    + Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8))
                    + "\"}",
            agent()));
  }

  /** No patience of the job lets the run go on. */
  @Test
  void shouldHaltA13InAStepThatGoesOnWhateverHappens() throws Exception {
    String steps =
        AttackJobs.steps(
                "curated",
                "internal",
                """
                  - {id: me, tool: http.crm.get, params: {path: me}, retry: {max: 3, onExhausted: continue}}
                  - {id: after, tool: stint.ticket.open, params: {queue: reviews, title: Review}}
                """)
            .replace("tools:\n", "tools:\n  - {use: 'http.crm.get@^1'}\n");

    assertKeptAndHalted(asking(header -> "{\"you_sent\": \"" + header + "\"}", steps));
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldCompleteTheTwinOfA13WhoseServiceKeepsItToItself() throws Exception {
    RunState run = asking(_ -> "{\"name\": \"Ann\"}", agent());

    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(seen).containsExactly("Bearer " + SECRET);
    assertThat(attacker.told()).contains("Ann");
  }
}

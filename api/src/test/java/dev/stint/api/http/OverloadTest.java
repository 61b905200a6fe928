package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stint.config.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full server says so, and when to come back; a stopping one finishes what it began (G4). */
class OverloadTest {
  @TempDir Path data;

  private static CompletableFuture<HttpResponse<String>> waitFor(TestServer stint, String job) {
    return TestServer.HTTP.sendAsync(
        stint
            .request("/v1/jobs/" + job + "/runs")
            .header("Content-Type", "application/json")
            .header("Prefer", "wait=25")
            .POST(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private static void awaitActive(TestServer stint) {
    await().atMost(Duration.ofSeconds(60)).until(() -> stint.node.admission().activeCount() > 0);
  }

  @Test
  void shouldAnswer429WhenNoMoreRunsFitAndTakeRunsAgainLater() throws Exception {
    String config = "stint.run { max-active = 1, max-queued = 2 }";
    try (TestServer stint = new TestServer(data, config, HttpSettings.ephemeral())) {
      stint.publish(TestServer.slowJob("slow", "ops", 600_000));
      for (int i = 0; i < 3; i++) stint.submit("slow");
      HttpResponse<String> full = stint.post("/v1/jobs/slow/runs", "{}");
      assertThat(full.statusCode()).as(full.body()).isEqualTo(429);
      assertThat(full.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
      assertThat(Json.parse(full.body()).path("code").asText()).isEqualTo("queue_full");
      assertThat(stint.send(stint.request("/metrics")).body())
          .contains("stint_queue_depth 2", "stint_runs_active 1");
      stint.post("/v1/kill", "{\"scope\":\"all\",\"reason\":\"room\"}");
      await().until(() -> stint.node.admission().activeCount() == 0);
      String run = stint.submit("slow");
      stint.post("/v1/runs/" + run + "/kill", "{}");
    }
  }

  @Test
  void shouldAnswer503WhenTooManyRequestsWaitButStillShowHealthAndKill() throws Exception {
    HttpSettings one = new HttpSettings("127.0.0.1", 0, true, 1, Duration.ofSeconds(15));
    try (TestServer stint = new TestServer(data, "", one)) {
      stint.publish(TestServer.slowJob("slow", "ops", 600_000));
      CompletableFuture<HttpResponse<String>> waiting = waitFor(stint, "slow");
      awaitActive(stint);
      HttpResponse<String> refused = stint.send(stint.request("/v1/runs"));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(stint.send(stint.request("/livez")).statusCode()).isEqualTo(200);
      await()
          .until(() ->
              Json.parse(stint.post("/v1/kill", "{\"scope\":\"all\"}").body()).path("killed").size()
                  > 0);
      HttpResponse<String> ended = waiting.get(60, TimeUnit.SECONDS);
      assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
      assertThat(ended.body()).contains("killed");
      assertThat(stint.send(stint.request("/v1/runs")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldTellBalancersFirstThenAnswerWhatWaitsAndTakeNoMore() throws Exception {
    try (TestServer stint = TestServer.on(data)) {
      stint.publish(TestServer.slowJob("slow", "ops", 600_000));
      CompletableFuture<HttpResponse<String>> waiting = waitFor(stint, "slow");
      awaitActive(stint);
      stint.server.drain();
      HttpResponse<String> ready = stint.send(stint.request("/readyz"));
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("draining");
      HttpResponse<String> refused = stint.post("/v1/jobs/slow/runs", "{}");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      HttpResponse<String> answered = waiting.get(60, TimeUnit.SECONDS);
      assertThat(answered.statusCode()).as(answered.body()).isEqualTo(202);
      HttpResponse<String> stream =
          stint.send(
              stint
                  .request(answered.headers().firstValue("Location").orElseThrow() + "/events")
                  .header("Accept", "text/event-stream"));
      assertThat(stream.body()).doesNotContain("run.closed");
      stint.post(answered.headers().firstValue("Location").orElseThrow() + "/kill", "{}");
    }
  }

  @Test
  void shouldSayWhichAddressItCannotHaveAndWhatToDo() throws Exception {
    try (TestServer stint = TestServer.on(data)) {
      int port = stint.server.uri().getPort();
      HttpSettings same = HttpSettings.of("127.0.0.1", port);
      assertThatThrownBy(() -> HttpServer.start(stint.node, same, stint.tokens))
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("--port");
    }
  }
}

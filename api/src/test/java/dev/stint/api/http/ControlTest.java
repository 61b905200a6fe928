package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steering runs over HTTP: kill, pause, cancel, one by one and many at once (G3). */
class ControlTest {
  @TempDir static Path data;
  private static TestServer stint;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
    for (String department : new String[] {"legal", "sales"}) {
      stint.publish(TestServer.slowJob("slow_" + department, department, 600_000));
    }
    stint.publish(TestServer.slowJob("moderate", "ops", 300));
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  @Test
  void shouldKillASlowToolAtOnceAndSayWhen() throws Exception {
    String run = stint.submit("slow_legal");
    stint.awaitStepRunning(run);
    HttpResponse<String> killed = stint.post("/v1/runs/" + run + "/kill", "{\"reason\":\"stop\"}");
    assertThat(killed.statusCode()).as(killed.body()).isEqualTo(200);
    JsonNode body = Json.parse(killed.body());
    assertThat(body.path("status").asText()).isEqualTo("killed");
    Instant accepted = Instant.parse(body.path("accepted_at").asText());
    Instant effective = Instant.parse(body.path("effective_at").asText());
    assertThat(Duration.between(accepted, effective))
        .isBetween(Duration.ZERO, Duration.ofSeconds(20));
    assertThat(stint.get("/v1/runs/" + run).path("latency_ms").asLong()).isLessThan(600_000);
  }

  @Test
  void shouldNotSayThatAStepSucceededWhichAKillInterrupted() throws Exception {
    String run = stint.submit("slow_legal");
    stint.awaitStepRunning(run);
    stint.post("/v1/runs/" + run + "/kill", "{}");
    JsonNode step = stint.get("/v1/runs/" + run).path("steps").path(0);
    assertThat(step.path("status").asText()).isEqualTo("failed");
    assertThat(step.path("code").asText()).isEqualTo("interrupted");
  }

  @Test
  void shouldRefuseToSteerARunThatIsOverOrUnknown() throws Exception {
    String run = stint.submit("quick");
    stint.awaitStatus(run, "succeeded");
    for (String verb : new String[] {"kill", "cancel", "pause", "resume"}) {
      HttpResponse<String> late = stint.post("/v1/runs/" + run + "/" + verb, "{}");
      assertThat(late.statusCode()).as(verb + late.body()).isEqualTo(409);
      HttpResponse<String> unknown = stint.post("/v1/runs/run-2026-01-01-x-00000000/" + verb, "{}");
      assertThat(unknown.statusCode()).as(verb + unknown.body()).isEqualTo(404);
    }
  }

  @Test
  void shouldHoldAPausedRunUntilItIsResumed() throws Exception {
    String run = stint.submit("moderate");
    HttpResponse<String> paused = stint.post("/v1/runs/" + run + "/pause", "{\"reason\":\"r\"}");
    assertThat(Json.parse(paused.body()).path("status").asText()).isEqualTo("paused");
    assertThat(stint.get("/v1/runs/" + run).path("reason").asText()).isEqualTo("r");
    HttpResponse<String> resumed = stint.post("/v1/runs/" + run + "/resume", "{}");
    assertThat(resumed.statusCode()).as(resumed.body()).isEqualTo(200);
    stint.awaitStatus(run, "succeeded");
  }

  @Test
  void shouldCancelARunThatWaitsInAStep() throws Exception {
    String run = stint.submit("moderate");
    HttpResponse<String> answer = stint.post("/v1/runs/" + run + "/cancel", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    stint.awaitStatus(run, "cancelled");
  }

  @Test
  void shouldKillEveryRunOfADepartmentAndNoOther() throws Exception {
    String legal = stint.submit("slow_legal");
    String another = stint.submit("slow_legal");
    String sales = stint.submit("slow_sales");
    HttpResponse<String> answer =
        stint.post("/v1/kill", "{\"scope\":\"department\",\"value\":\"legal\",\"reason\":\"r\"}");
    JsonNode body = Json.parse(answer.body());
    assertThat(body.path("killed").valueStream().map(JsonNode::asText))
        .contains(legal, another)
        .doesNotContain(sales);
    assertThat(body.path("complete").asBoolean()).as(answer.body()).isTrue();
    assertThat(stint.get("/v1/runs/" + legal).path("status").asText()).isEqualTo("killed");
    assertThat(stint.get("/v1/runs/" + sales).path("status").asText()).isEqualTo("running");
    assertThat(
            stint.post("/v1/kill", "{\"scope\":\"run\",\"value\":\"" + sales + "\"}").statusCode())
        .isEqualTo(200);
    assertThat(stint.get("/v1/runs/" + sales).path("status").asText()).isEqualTo("killed");
  }

  @Test
  void shouldSayPlainlyWhatItCannotKillBy() throws Exception {
    HttpResponse<String> tool = stint.post("/v1/kill", "{\"scope\":\"tool\",\"value\":\"x\"}");
    assertThat(tool.statusCode()).isEqualTo(422);
    assertThat(tool.body()).contains("scope_unsupported", "not supported yet");
    assertThat(stint.post("/v1/kill", "{\"scope\":\"job\"}").statusCode()).isEqualTo(400);
    assertThat(
            stint
                .post("/v1/kill", "{\"scope\":\"run\",\"value\":\"run-2026-01-01-x-00000000\"}")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void shouldRefuseToResolveWhatIsNotInDoubt() throws Exception {
    String run = stint.submit("quick");
    stint.awaitStatus(run, "succeeded");
    String path = "/v1/runs/" + run + "/resolve";
    assertThat(stint.post(path, "{\"unit\":\"first\"}").statusCode()).isEqualTo(400);
    HttpResponse<String> answer =
        stint.post(path, "{\"unit\":\"first\",\"happened\":true,\"comment\":\"seen\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
  }
}

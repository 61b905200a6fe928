package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holding runs and erasing what they hold, over HTTP (H4). */
class CustodyTest {
  private static final String REASON = "{\"reason\":\"ticket 4711\"}";

  @TempDir static Path data;
  private static TestServer stint;
  private static String ann;
  private static String ben;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(reporting());
    stint.publish(TestServer.slowJob("slow", "ops", 600_000));
    ann = stint.tokens.create("ann", List.of("steward"), List.of());
    ben = stint.tokens.create("ben", List.of("steward"), List.of());
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static String reporting() {
    return TestServer.quickJob("reporting")
        + """
        outputs:
          note: {value: '${{ steps.second }}'}
        """;
  }

  private static HttpResponse<String> post(String token, String path, String body)
      throws Exception {
    return stint.send(
        stint
            .request(token, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static String finished() throws Exception {
    String run = stint.submit("reporting");
    stint.awaitStatus(run, "succeeded");
    return run;
  }

  private static String code(HttpResponse<String> answer) {
    return Json.parse(answer.body()).path("code").asText();
  }

  @Test
  void shouldEraseForTwoPersonsAndKeepAChainThatVerifies() throws Exception {
    String run = finished();
    String artifact = "/v1/runs/" + run + "/artifacts/note.json";
    assertThat(stint.send(stint.request(artifact)).statusCode()).isEqualTo(200);
    String steps = stint.get("/v1/runs/" + run + "?at=3").path("steps").toString();

    assertThat(post(ann, "/v1/runs/" + run + "/erasure", REASON).statusCode()).isEqualTo(200);
    HttpResponse<String> alone = post(ann, "/v1/runs/" + run + "/erasure/approval", "{}");
    assertThat(alone.statusCode()).isEqualTo(403);
    assertThat(code(alone)).isEqualTo("four_eyes");
    assertThat(stint.send(stint.request(artifact)).statusCode()).isEqualTo(200);
    HttpResponse<String> erased = post(ben, "/v1/runs/" + run + "/erasure/approval", "{}");

    JsonNode custody = Json.parse(erased.body()).at("/custody/erased");
    assertThat(custody.path("requested_by").asText()).isEqualTo("user:ann");
    assertThat(custody.path("approved_by").asText()).isEqualTo("user:ben");
    assertThat(custody.path("payloads").asInt()).isPositive();
    HttpResponse<String> gone = stint.send(stint.request(artifact));
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(code(gone)).isEqualTo("payload_erased");
    assertThat(stint.send(stint.request(artifact + "?at=5")).statusCode()).isNotEqualTo(200);
    assertThat(stint.node.journal().store().dataKey("run|" + run)).isEmpty();
    stint.node.journal().store().payloads("run|" + run, p -> assertThat(p).isNull());
    assertThat(stint.get("/v1/runs/" + run + "/audit").path("whole").asBoolean()).isTrue();
    assertThat(stint.get("/v1/runs/" + run + "?at=3").path("steps").toString()).isEqualTo(steps);
  }

  @Test
  void shouldEraseNothingThatIsHeld() throws Exception {
    String run = finished();
    post(ann, "/v1/runs/" + run + "/erasure", REASON);
    assertThat(post(ann, "/v1/runs/" + run + "/hold", REASON).statusCode()).isEqualTo(200);

    HttpResponse<String> held = post(ben, "/v1/runs/" + run + "/erasure/approval", "{}");
    assertThat(held.statusCode()).isEqualTo(409);
    assertThat(code(held)).isEqualTo("run_held");

    assertThat(post(ann, "/v1/runs/" + run + "/release", REASON).statusCode()).isEqualTo(403);
    assertThat(post(ben, "/v1/runs/" + run + "/release", REASON).statusCode()).isEqualTo(200);
    assertThat(post(ben, "/v1/runs/" + run + "/erasure/approval", "{}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldNotEraseARunThatIsNotFinished() throws Exception {
    String run = stint.submit("slow");
    stint.awaitStepRunning(run);

    HttpResponse<String> early = post(ann, "/v1/runs/" + run + "/erasure", REASON);

    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(code(early)).isEqualTo("run_not_finished");
    stint.post("/v1/runs/" + run + "/kill", "{}");
  }

  @Test
  void shouldEraseAllRunsOfAPersonByIdentityOrLabel() throws Exception {
    String labelled =
        Json.parse(
                stint.post("/v1/jobs/reporting/runs", "{\"labels\":{\"subject\":\"carl\"}}").body())
            .path("id")
            .asText();
    stint.awaitStatus(labelled, "succeeded");
    String carl = stint.tokens.create("carl", List.of("submitter"), List.of());
    String own = Json.parse(post(carl, "/v1/jobs/reporting/runs", "{}").body()).path("id").asText();
    stint.awaitStatus(own, "succeeded");
    String other = finished();

    String subject = "{\"subject\":\"carl\",\"reason\":\"ticket 4712\"}";
    assertThat(states(post(ann, "/v1/erasures", subject))).hasSize(2).containsOnly("requested");
    String approval = "{\"subject\":\"carl\",\"decision\":\"approve\"}";
    assertThat(states(post(ann, "/v1/erasures", approval))).containsOnly("refused");
    assertThat(states(post(ben, "/v1/erasures", approval))).hasSize(2).containsOnly("erased");

    assertThat(stint.get("/v1/runs/" + labelled).at("/custody/erased").isObject()).isTrue();
    assertThat(stint.get("/v1/runs/" + own).at("/custody/erased").isObject()).isTrue();
    assertThat(stint.get("/v1/runs/" + other).has("custody")).isFalse();
  }

  private static List<String> states(HttpResponse<String> answer) {
    return Json.parse(answer.body()).path("items").findValuesAsText("state");
  }

  @Test
  void shouldAskForAReason() throws Exception {
    HttpResponse<String> silent = post(ann, "/v1/runs/" + finished() + "/hold", "{}");

    assertThat(silent.statusCode()).isEqualTo(400);
    assertThat(silent.body()).contains("it stays in the record");
  }
}

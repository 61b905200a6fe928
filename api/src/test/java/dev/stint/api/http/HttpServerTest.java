package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.api.auth.AccessTokens;
import dev.stint.config.json.Json;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract over real sockets, on a real node. */
class HttpServerTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: tiny
      version: 1.0.0
      owner: group:me
      tools:
        - {use: 'stint.noop@^1'}
      plan:
        - id: first
          tool: stint.noop
          params: {value: 1}
        - id: gated
          tool: stint.noop
          params: {value: '${{ steps.first.value }}'}
          approval: {by: ['user:lead'], expires: 1h}
      """;

  @TempDir static Path data;
  private static StintNode node;
  private static HttpServer server;
  private static String token;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    node = StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    server = HttpServer.start(node, HttpSettings.ephemeral(), AccessTokens.open(data));
    token = Files.readString(data.resolve("token")).strip();
    assertThat(post("/v1/jobs", "application/yaml", JOB).statusCode()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    server.close();
    node.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri().resolve(path).toString()))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String type, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    return send(request);
  }

  private static JsonNode get(String path) throws Exception {
    return Json.parse(send(request(path)).body());
  }

  private static String submit() throws Exception {
    HttpResponse<String> answer = post("/v1/jobs/tiny/runs", "application/json", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).isPresent();
    return Json.parse(answer.body()).path("id").asText();
  }

  private static JsonNode awaitStatus(String run, String status) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/v1/runs/" + run), r -> r.path("status").asText().equals(status));
  }

  @Test
  void shouldFinishARunOnceTheRightPersonApprovedWhatTheySaw() throws Exception {
    String run = submit();
    JsonNode waiting = awaitStatus(run, "waiting");
    String id = waiting.path("approvals").get(0).path("id").asText();
    HttpResponse<String> shown = send(request("/v1/approvals/" + id));
    String tag = shown.headers().firstValue("ETag").orElseThrow();
    String decision = "/v1/approvals/" + id + "/decision";
    String yes = "{\"decision\":\"approve\",\"comment\":\"ok\"}";
    String json = "application/json";
    assertThat(post(decision, json, yes).statusCode()).isEqualTo(428);
    assertThat(post(decision, json, yes, "If-Match", "\"x\"", "Stint-As", "lead").statusCode())
        .isEqualTo(412);
    assertThat(post(decision, json, yes, "If-Match", tag).body()).contains("sod_violation");
    assertThat(post(decision, json, yes, "If-Match", tag, "Stint-As", "eve").body())
        .contains("not_an_approver");
    assertThat(post(decision, json, yes, "If-Match", tag, "Stint-As", "lead").statusCode())
        .isEqualTo(200);
    awaitStatus(run, "succeeded");
    assertThat(get("/v1/runs/" + run + "/audit").path("whole").asBoolean()).isTrue();
  }

  @Test
  void shouldVoidAnApprovalWhoseContentWasEdited() throws Exception {
    String run = submit();
    String id = awaitStatus(run, "waiting").path("approvals").get(0).path("id").asText();
    String tag = send(request("/v1/approvals/" + id)).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> edited =
        post(
            "/v1/approvals/" + id + "/edit",
            "application/json",
            "{\"args\":{\"value\":2}}",
            "If-Match",
            tag);
    assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
    HttpResponse<String> late =
        post(
            "/v1/approvals/" + id + "/decision",
            "application/json",
            "{\"decision\":\"approve\"}",
            "If-Match",
            tag,
            "Stint-As",
            "lead");
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.body()).contains("approval_stale");
  }

  @Test
  void shouldAnswerOneRunToFiftyRequestsWithTheSameKey() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      HttpRequest.Builder request =
          request("/v1/jobs/tiny/runs")
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", "once")
              .POST(BodyPublishers.ofString("{}"));
      answers.add(HTTP.sendAsync(request.build(), BodyHandlers.ofString()));
    }
    assertThat(
            answers.stream().map(a -> Json.parse(a.join().body()).path("id").asText()).distinct())
        .hasSize(1);
    assertThat(
            post(
                    "/v1/jobs/tiny/runs",
                    "application/json",
                    "{\"priority\":5}",
                    "Idempotency-Key",
                    "once")
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void shouldResumeTheEventStreamAfterAnyEvent() throws Exception {
    String run = submit();
    awaitStatus(run, "waiting");
    post("/v1/runs/" + run + "/kill", "application/json", "{\"reason\":\"test\"}");
    HttpResponse<String> stream =
        send(
            request("/v1/runs/" + run + "/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "2"));
    assertThat(stream.body()).startsWith("id: 3\n").contains("event: run.closed");
    JsonNode killed = get("/v1/runs/" + run);
    assertThat(killed.path("status").asText()).isEqualTo("killed");
    assertThat(killed.has("accepted_at") && killed.has("effective_at")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /v1/jobs | application/yaml | 'kind: [' | 422",
        "POST | /v1/jobs | application/yaml | 'a: &x [*x, *x]' | 422",
        "POST | /v1/jobs | application/zip | 'PK-not-a-zip' | 422",
        "POST | /v1/jobs/tiny/runs | application/json | '{' | 400",
        "POST | /v1/jobs/tiny/runs | application/json | '{\"a\":1,\"a\":2}' | 400",
        "POST | /v1/jobs/tiny/runs | application/json | '[]' | 400",
        "POST | /v1/jobs/tiny/runs | application/json | '{\"unknown\":1}' | 400",
        "POST | /v1/jobs/tiny/runs | application/json | '{\"budget\":-1}' | 400",
        "POST | /v1/jobs/tiny/runs | application/json | '{\"budget\":99999999}' | 422",
        "POST | /v1/jobs/tiny/runs | application/json | '{\"inputs\":{\"x\":1}}' | 422",
        "POST | /v1/jobs/tiny/runs | text/plain | '{}' | 415",
        "POST | /v1/jobs/nobody/runs | application/json | '{}' | 404",
        "GET | /v1/runs/..%2f..%2fetc | application/json | '' | 404",
        "GET | /v1/runs/run-2026-01-01-x-00000000 | application/json | '' | 404",
        "GET | /v1/runs?limit=0 | application/json | '' | 400",
        "GET | /v1/runs?status=odd | application/json | '' | 400",
        "DELETE | /v1/runs | application/json | '' | 405",
        "GET | /v1/nothing | application/json | '' | 404",
        "POST | /v1/kill | application/json | '{\"scope\":\"world\"}' | 422",
        "GET | /v1/approvals/none | application/json | '' | 404",
      })
  void shouldRefuseBadRequestsClearlyAndStayHealthy(
      String method, String path, String type, String body, int status) throws Exception {
    HttpResponse<String> answer =
        send(
            request(path)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Json.parse(answer.body()).path("code").asText()).isNotEmpty();
    assertThat(answer.body()).doesNotContain("Exception", "\tat ");
    assertThat(get("/readyz").path("ready").asBoolean()).isTrue();
  }

  @Test
  void shouldRefuseWithoutAToken() throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(server.uri().resolve("/v1/runs"))
                .header("Authorization", "Bearer stint_wrong")
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void shouldRefuseABodyThatIsTooLargeBeforeReadingIt() throws Exception {
    assertThat(post("/v1/jobs/tiny/runs", "application/json", " ".repeat(2 << 20)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void shouldCountRunsForPrometheus() throws Exception {
    assertThat(send(request("/metrics")).body())
        .contains("stint_runs_active", "stint_queue_depth", "stint_http_requests_total");
  }
}

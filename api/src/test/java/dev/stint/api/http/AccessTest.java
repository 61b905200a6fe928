package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.config.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what (M1, B3, B4, B17). */
class AccessTest {
  @TempDir static Path data;
  private static TestServer stint;
  private static final Map<String, String> TOKENS = new HashMap<>();
  private static String run;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
    for (String role : List.of("operator", "approver", "auditor", "submitter")) {
      TOKENS.put(role, stint.tokens.create("a_" + role, List.of(role), List.of()));
    }
    TOKENS.put("owner", stint.owner);
    run = stint.submit("quick");
    stint.awaitStatus(run, "succeeded");
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static HttpResponse<String> as(String role, String method, String path, String body)
      throws Exception {
    return stint.send(
        stint
            .request(TOKENS.get(role), path.replace("RUN", run))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  /** Statuses of owner, operator, approver, auditor, submitter. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /v1/me                     | ''                        | 200 200 200 200 200",
        "GET  | /v1/runs                   | ''                        | 200 200 200 200 200",
        "GET  | /v1/runs/RUN               | ''                        | 200 200 200 200 404",
        "GET  | /v1/runs/RUN/events        | ''                        | 200 200 200 200 404",
        "GET  | /v1/runs/RUN/audit         | ''                        | 200 200 200 200 404",
        "GET  | /v1/runs/RUN/artifacts/x   | ''                        | 404 404 404 404 404",
        "GET  | /v1/approvals              | ''                        | 200 200 200 200 403",
        "GET  | /v1/usage                  | ''                        | 200 200 200 200 403",
        "POST | /v1/jobs/quick/runs        | '{}'                      | 202 202 403 403 202",
        "POST | /v1/jobs                   | 'nonsense'                | 422 422 403 403 403",
        "POST | /v1/runs/RUN/kill          | '{}'                      | 409 409 403 403 403",
        "POST | /v1/runs/RUN/cancel        | '{}'                      | 409 409 403 403 403",
        "POST | /v1/kill                   | '{\"scope\":\"job\",\"value\":\"none\"}'"
            + " | 200 200 403 403 403",
        "GET  | /v1/backup                | ''                        | 200 403 403 403 403",
        "POST | /v1/runs/RUN/hold         | '{}'                      | 400 403 403 403 403",
        "POST | /v1/runs/RUN/release      | '{\"reason\":\"t\"}'      | 200 403 403 403 403",
        "POST | /v1/runs/RUN/erasure      | '{}'                      | 400 403 403 403 403",
        "POST | /v1/runs/RUN/erasure/approval | '{}'                  | 409 403 403 403 403",
        "POST | /v1/erasures              | '{}'                      | 400 403 403 403 403",
        "GET  | /v1/memory                | ''                        | 200 200 200 200 403",
        "POST | /v1/memory/no/release     | '{}'                      | 400 403 403 403 403",
        "POST | /v1/memory/no/forget      | '{}'                      | 400 403 403 403 403",
        "POST | /v1/approvals/no/decision  | '{\"decision\":\"reject\"}' | 404 403 404 403 403",
        "POST | /v1/approvals/no/edit      | '{\"args\":{}}'           | 404 403 404 403 403",
      })
  void shouldAllowEachRoleWhatItMayAndNoMore(
      String method, String path, String body, String statuses) throws Exception {
    List<String> roles = List.of("owner", "operator", "approver", "auditor", "submitter");
    String[] expected = statuses.split(" ");
    for (int i = 0; i < roles.size(); i++) {
      HttpResponse<String> answer = as(roles.get(i), method, path, body);
      assertThat(answer.statusCode())
          .as(roles.get(i) + ": " + answer.body())
          .isEqualTo(Integer.parseInt(expected[i]));
    }
  }

  @Test
  void shouldShowASubmitterItsOwnRunsAndNotThatOthersExist() throws Exception {
    String own =
        Json.parse(as("submitter", "POST", "/v1/jobs/quick/runs", "{}").body()).path("id").asText();
    stint.awaitStatus(own, "succeeded");
    assertThat(as("submitter", "GET", "/v1/runs/" + own, "").statusCode()).isEqualTo(200);
    var theirs = as("submitter", "GET", "/v1/runs/" + run, "");
    var unknown = as("submitter", "GET", "/v1/runs/run-2026-01-01-x-00000000", "");
    assertThat(Json.parse(theirs.body()).path("detail"))
        .isEqualTo(Json.parse(unknown.body()).path("detail"));
    await().until(() -> as("submitter", "GET", "/v1/runs", "").body().contains(own));
    assertThat(as("submitter", "GET", "/v1/runs?limit=500", "").body()).doesNotContain(run);
  }

  @Test
  void shouldLetNobodyButTheOwnerActAsAnother() throws Exception {
    HttpResponse<String> answer =
        stint.send(
            stint
                .request(TOKENS.get("approver"), "/v1/approvals/any/decision")
                .header("Content-Type", "application/json")
                .header("Stint-As", "lead")
                .header("If-Match", "\"x\"")
                .POST(BodyPublishers.ofString("{\"decision\":\"approve\"}")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("acting_not_allowed");
  }

  @Test
  void shouldForgetATokenAtOnceWhenItIsRevoked() throws Exception {
    String token = stint.tokens.create("brief", List.of("auditor"), List.of());
    assertThat(stint.send(stint.request(token, "/v1/me")).statusCode()).isEqualTo(200);
    stint.tokens.revoke("brief");
    HttpResponse<String> answer = stint.send(stint.request(token, "/v1/me"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(answer.body()).doesNotContain(token);
  }

  @Test
  void shouldRefuseChangesAskedForByPagesOfOtherSites() throws Exception {
    HttpResponse<String> foreign =
        stint.post("/v1/jobs/quick/runs", "{}", "Origin", "https://elsewhere.example");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("origin_not_allowed");
    String own = stint.server.uri().toString().replaceAll("/$", "");
    assertThat(stint.post("/v1/jobs/quick/runs", "{}", "Origin", own).statusCode()).isEqualTo(202);
  }

  @Test
  void shouldTellStrangersNothingButThatItLives() throws Exception {
    for (String path : List.of("/metrics", "/version", "/openapi.json", "/docs", "/v1/me")) {
      assertThat(stint.raw(anonymous(path, "stint.example"))).as(path).startsWith("HTTP/1.1 401");
    }
    for (String path : List.of("/livez", "/readyz")) {
      assertThat(stint.raw(anonymous(path, "stint.example"))).as(path).startsWith("HTTP/1.1 200");
    }
    for (String path : List.of("/metrics", "/version", "/openapi.json", "/docs")) {
      assertThat(stint.raw(anonymous(path, "localhost"))).as(path).startsWith("HTTP/1.1 200");
    }
    assertThat(stint.raw(anonymous("/v1/me", "localhost"))).startsWith("HTTP/1.1 401");
  }

  private static String anonymous(String path, String host) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  }
}

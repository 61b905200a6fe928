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

/** What runs remember, over HTTP (D2). */
class MemoryTest {
  private static final String SCOPE = "job:ops/noting";
  private static final String REASON = "{\"scope\":\"" + SCOPE + "\",\"reason\":\"read it\"}";

  @TempDir static Path data;
  private static TestServer stint;
  private static String sam;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(
        """
        apiVersion: stint/v1
        kind: Job
        name: noting
        version: 1.0.0
        owner: group:me
        labels: {department: ops}
        inputs:
          type: object
          properties:
            said: {type: string, default: 'the mirror is in Ghent', x-stint-trust: untrusted}
        tools:
          - {use: 'stint.memory.remember@^1', effect: write}
        plan:
          - {id: note, tool: stint.memory.remember, params: {fact: '${{ inputs.said }}'}}
        """);
    sam = stint.tokens.create("sam", List.of("steward"), List.of());
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  @Test
  void shouldListReleaseAndForgetAFact() throws Exception {
    String run = stint.submit("noting");
    stint.awaitStatus(run, "succeeded");

    JsonNode waiting = stint.get("/v1/memory?state=quarantined&scope=job%3Aops%2Fnoting");
    JsonNode fact = waiting.path("items").path(0);
    assertThat(fact.path("text").asText()).isEqualTo("the mirror is in Ghent");
    assertThat(fact.path("run").asText()).isEqualTo(run);
    String path = "/v1/memory/" + fact.path("id").asText();

    assertThat(state(post(sam, path + "/release", REASON))).isEqualTo("trusted");
    assertThat(stint.get("/v1/memory?state=quarantined").path("items")).isEmpty();
    assertThat(stint.get("/v1/memory").at("/items/0/releasedBy").asText()).isEqualTo("user:sam");

    assertThat(state(post(sam, path + "/forget", REASON))).isEqualTo("forgotten");
    assertThat(stint.get("/v1/memory").path("items")).isEmpty();
    assertThat(post(sam, path + "/forget", REASON).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldSayWhatAScopeLooksLike() throws Exception {
    HttpResponse<String> refused =
        post(sam, "/v1/memory/fact-1/release", "{\"scope\":\"legal\",\"reason\":\"x\"}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("expected department:");
  }

  private static String state(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body()).path("state").asText();
  }

  private static HttpResponse<String> post(String token, String path, String body)
      throws Exception {
    return stint.send(
        stint
            .request(token, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }
}

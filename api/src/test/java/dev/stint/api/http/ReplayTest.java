package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several recorded runs decided again by one request (H3). */
class ReplayTest {
  @TempDir static Path data;
  private static TestServer stint;
  private static final List<String> RUNS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
    for (int i = 0; i < 3; i++) RUNS.add(stint.submit("quick"));
    for (String run : RUNS) stint.awaitStatus(run, "succeeded");
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static String runs(List<String> ids) {
    return "\"runs\":[\"" + String.join("\",\"", ids) + "\"]";
  }

  private static HttpResponse<String> replayed(String members) throws Exception {
    return stint.post("/v1/replay", "{" + members + "}");
  }

  @Test
  void shouldVerifyEachInTheOrderAskedFor() throws Exception {
    List<String> asked = new ArrayList<>(RUNS);
    Collections.reverse(asked);

    JsonNode items = Json.parse(replayed(runs(asked)).body()).path("items");

    assertThat(items).extracting(item -> item.path("run_id").asText()).isEqualTo(asked);
    assertThat(items).allSatisfy(item -> assertThat(item.path("holds").asBoolean()).isTrue());
  }

  @Test
  void shouldFindForEachWhatIsFoundForItAlone() throws Exception {
    String change = "\"mode\":\"what-if\",\"budget\":1";
    JsonNode items = Json.parse(replayed(change + "," + runs(RUNS)).body()).path("items");

    for (int i = 0; i < RUNS.size(); i++) {
      String alone = stint.post("/v1/runs/" + RUNS.get(i) + "/replay", "{" + change + "}").body();
      assertThat(items.get(i)).isEqualTo(Json.parse(alone));
    }
  }

  @Test
  void shouldNameARunThatThereIsNot() throws Exception {
    String unknown = "run-2026-06-17-legal-7k3m9qx2ab";
    HttpResponse<String> answer = replayed(runs(List.of(RUNS.getFirst(), unknown)));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("there is no run " + unknown);
  }

  @Test
  void shouldNotTellASubmitterOfOthersRuns() throws Exception {
    String token = stint.tokens.create("sam", List.of("submitter"), List.of());
    HttpResponse<String> answer =
        stint.send(
            stint
                .request(token, "/v1/replay")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{" + runs(RUNS) + "}")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("there is no run " + RUNS.getFirst());
  }

  @Test
  void shouldRefuseNoRunsTooManyAndWhatIsNoId() throws Exception {
    String many = runs(Collections.nCopies(101, RUNS.getFirst()));
    for (String members : List.of("", "\"runs\":[]", "\"runs\":[7]", "\"runs\":\"all\"", many)) {
      HttpResponse<String> answer = replayed(members);
      assertThat(answer.statusCode()).as(members).isEqualTo(400);
      assertThat(answer.body()).contains("expected the ids of 1 to 100 runs");
    }
  }
}

package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of runs, page by page (L1). */
class RunListTest {
  @TempDir static Path data;
  private static TestServer stint;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static HttpResponse<String> asked(String path) throws Exception {
    return stint.send(stint.request(path));
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("items").forEach(item -> ids.add(item.path("run_id").asText()));
    return ids;
  }

  @Test
  void shouldPageThroughRunsByCursorAndByLinkWithoutLossOrRepetition() throws Exception {
    // given
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) runs.add(stint.submit("quick"));
    await()
        .untilAsserted(() ->
            assertThat(ids(stint.get("/v1/runs?job=quick")))
                .containsExactlyInAnyOrderElementsOf(runs));
    // when
    HttpResponse<String> first = asked("/v1/runs?job=quick&limit=2");
    String link = first.headers().firstValue("Link").orElseThrow();
    JsonNode second = Json.parse(asked(link.substring(1, link.indexOf('>'))).body());
    String cursor = second.path("nextCursor").asText();
    JsonNode third = stint.get("/v1/runs?job=quick&limit=2&cursor=" + cursor);
    // then
    List<String> seen = new ArrayList<>(ids(Json.parse(first.body())));
    seen.addAll(ids(second));
    seen.addAll(ids(third));
    assertThat(seen).isEqualTo(ids(stint.get("/v1/runs?job=quick")));
    assertThat(third.has("nextCursor")).isFalse();
  }

  @Test
  void shouldRefuseACursorThatNoPageGave() throws Exception {
    HttpResponse<String> answer = asked("/v1/runs?cursor=run-2026-06-17-legal-7k3m9qx2ab");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("parameter_invalid", "nextCursor of a page before");
  }
}

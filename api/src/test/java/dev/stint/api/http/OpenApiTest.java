package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API, held to the API. */
class OpenApiTest {
  @TempDir static Path data;
  private static TestServer stint;
  private static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
    document = stint.get("/openapi.json");
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static Set<String> served() {
    ServerState state = new ServerState();
    try (Metrics metrics = new Metrics(stint.node)) {
      return Routes.all(
              stint.node, HttpSettings.ephemeral(), state, metrics, InstantSource.system())
          .routes()
          .stream()
          .map(route -> route.method() + " " + route.template())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void shouldDescribeEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String template = path.getKey().replaceAll("\\{[^}]*}", "{}");
        described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + template);
      }
    }
    assertThat(described).isEqualTo(served());
  }

  @Test
  void shouldReferToNothingThatIsNotThere() {
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).isNotEmpty();
    for (JsonNode reference : references) {
      String pointer = reference.asText().substring(1);
      assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
    }
  }

  private static void assertFits(String schema, JsonNode value) {
    ObjectNode self = document.at("/components/schemas/" + schema).deepCopy();
    self.set("components", document.path("components"));
    assertThat(JsonSchemas.validate(self, value)).as(schema + ": " + value).isEmpty();
  }

  @Test
  void shouldAnswerInTheShapesItDescribes() throws Exception {
    HttpResponse<String> submitted = stint.post("/v1/jobs/quick/runs", "{}", "Prefer", "wait=20");
    assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(200);
    JsonNode accepted = Json.parse(submitted.body());
    assertFits("Accepted", accepted);
    String run = accepted.path("id").asText();
    assertFits("Run", stint.get("/v1/runs/" + run));
    assertFits("Event", stint.get("/v1/runs/" + run + "/events").path("items").get(0));
    await().until(() -> !stint.get("/v1/runs").path("items").isEmpty());
    assertFits("RunRow", stint.get("/v1/runs").path("items").get(0));
    assertFits("Problem", stint.get("/v1/runs/none"));
    assertFits("JobVersion", stint.get("/v1/jobs").path("items").get(0));
  }

  @Test
  void shouldRenderThePageFromTheDocumentWithoutScripts() throws Exception {
    HttpResponse<String> page = stint.send(stint.request("/docs"));
    assertThat(page.body()).contains("/v1/runs/{id}/kill").doesNotContain("<script", "http://");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
  }

  @Test
  void shouldPublishTheSchemaOfJobs() throws Exception {
    assertThat(stint.get("/schemas/job.v1.json").path("$id").asText())
        .isEqualTo("urn:stint:job:v1");
  }

  @Test
  void shouldCountWhatItDoes() throws Exception {
    String run = stint.submit("quick");
    stint.awaitStatus(run, "succeeded");
    await()
        .untilAsserted(() ->
            assertThat(stint.send(stint.request("/metrics")).body())
                .contains(
                    "stint_runs_total{job=\"quick\",outcome=\"succeeded\"}",
                    "stint_http_requests_total{status=\"200\"}",
                    "stint_runs_active",
                    "stint_queue_depth",
                    "stint_approvals_pending",
                    "stint_view_lag_events",
                    "stint_journal_offset",
                    "stint_build_info{")
                .doesNotContain(run));
  }

  @Test
  void shouldRefuseUsageOfNoTime() throws Exception {
    assertThat(stint.get("/v1/usage").path("tokens").isIntegralNumber()).isTrue();
    for (String bad :
        List.of("from=2026-02-30", "from=2026-03-01&to=2026-02-01", "to=+99999-01-01")) {
      HttpResponse<String> answer = stint.send(stint.request("/v1/usage?" + bad));
      assertThat(answer.statusCode()).as(bad + answer.body()).isEqualTo(400);
    }
  }
}

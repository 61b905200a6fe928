package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that takes no more is said to the asker, at once and clearly (D3). */
class FullDiskTest {
  private static final String FULL = "stint.journal.leveldb.free-space-floor = 1000000 GiB";

  @TempDir Path data;

  private TestServer fullServer(String... jobs) throws Exception {
    try (TestServer stint = TestServer.on(data)) {
      for (String job : jobs) stint.publish(TestServer.quickJob(job));
    }
    return new TestServer(data, FULL, HttpSettings.ephemeral());
  }

  @Test
  void shouldRefuseASubmissionWhenTheJournalTakesNoMore() throws Exception {
    try (TestServer stint = fullServer("quick")) {
      assertRefused(stint.post("/v1/jobs/quick/runs", "{}"));
      assertThat(stint.get("/v1/runs").path("items")).isEmpty();
    }
  }

  @Test
  void shouldRefuseAPublicationWhenTheJournalTakesNoMore() throws Exception {
    try (TestServer stint = fullServer()) {
      HttpResponse<String> answer =
          stint.send(
              stint
                  .request("/v1/jobs")
                  .header("Content-Type", "application/yaml")
                  .POST(BodyPublishers.ofString(TestServer.quickJob("late"))));
      assertRefused(answer);
    }
  }

  @Test
  void shouldStillShowWhatIsThere() throws Exception {
    try (TestServer stint = fullServer("quick")) {
      List<String> names = stint.get("/v1/jobs").path("items").findValuesAsText("name");
      assertThat(names).containsExactly("quick");
    }
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo("journal_disk_full");
  }
}

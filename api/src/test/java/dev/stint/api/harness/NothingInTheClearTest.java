package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 10: what a run was given stands in no journal header, view, log line, metric or answer
 * to another question. Looked for byte by byte, in all that a real server left on its disk.
 */
class NothingInTheClearTest {
  private static final String PERSON = "zoe.canary@canary-mail.example";
  private static final String PHONE = "+49 30 5550 7731";
  private static final String SECRET = "sk-proj-CANARYcanaryCANARYcanary0123456789abcdef";
  private static final List<String> CANARIES =
      List.of(PERSON, "zoe.canary", PHONE, "5550 7731", SECRET, "CANARYcanary");
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: careful
      version: 1.0.0
      owner: group:privacy
      inputs:
        type: object
        properties:
          text: {type: string}
          file: {type: string, default: ''}
      policies:
        pii: {redact: [email, phone, secret], at: [prompt, output, log]}
      data:
        - {id: letters, source: 'folder:LETTERS', classification: internal, access: read}
      tools:
        - {use: 'stint.noop@^1'}
        - {use: 'stint.text.read@^1'}
      plan:
        - id: keep
          tool: stint.noop
          params: {value: 'it says ${{ inputs.text }}'}
        - id: read
          tool: stint.text.read
          when: '${{ inputs.file != "" }}'
          params: {source: letters, file: '${{ inputs.file }}'}
          retry: {max: 1}
      outputs:
        note: {value: '${{ steps.keep.value }}', format: txt}
      """;

  @TempDir Path folder;
  private ServedProcess server;
  private String run;
  private String failed;

  private String submit(String key, String file) throws Exception {
    var inputs =
        JsonNodeFactory.instance
            .objectNode()
            .put("text", "write to " + PERSON + " or call " + PHONE + " with " + SECRET)
            .put("file", file);
    var answer = server.api().orElseThrow().submit("careful", key, inputs);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.parse(answer.body()).path("id").asText();
  }

  private String ended(String id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> server.api().orElseThrow().run(id).path("status").asText(),
            Set.of("succeeded", "failed")::contains);
  }

  /** Requests that are refused, each with a canary where a careless server would repeat it. */
  private void refused() throws Exception {
    URI url =
        URI.create(
            Json.parse(Files.readString(server.data().resolve("server.json")))
                .path("url")
                .asText());
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (HttpRequest.Builder request :
          List.of(
              HttpRequest.newBuilder(url.resolve("/v1/runs?job=" + SECRET))
                  .header("Authorization", "Bearer " + SECRET),
              HttpRequest.newBuilder(url.resolve("/v1/jobs"))
                  .header(
                      "Authorization",
                      "Bearer " + Files.readString(server.data().resolve("token")).strip())
                  .header("Content-Type", "application/yaml")
                  .POST(HttpRequest.BodyPublishers.ofString("kind: [" + SECRET)))) {
        assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode())
            .isBetween(400, 499);
      }
    }
  }

  @BeforeEach
  void givenRunsThatSucceededAndFailedAndRequestsThatWereRefused() throws Exception {
    server =
        new ServedProcess(
            folder, ServedProcess.onThisClassPath("-XX:TieredStopAtLevel=1"), List.of(), Map.of());
    server.start();
    server
        .api()
        .orElseThrow()
        .publish(
            JOB.replace("LETTERS", Files.createDirectory(folder.resolve("letters")).toString()));
    run = submit("one", "");
    failed = submit("two", PERSON + " " + SECRET + ".md");
    assertThat(ended(run)).isEqualTo("succeeded");
    assertThat(ended(failed)).isEqualTo("failed");
    refused();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldKeepWhatARunWasGivenOutOfHeadersViewsLogsMetricsAndErrors() throws Exception {
    // when
    var api = server.api().orElseThrow();
    List<String> answers = new ArrayList<>();
    for (String path :
        List.of(
            "/metrics",
            "/v1/runs",
            "/v1/runs/" + failed,
            "/v1/runs/" + failed + "/events",
            "/v1/runs/" + failed + "/audit")) {
      answers.add(path + " " + api.get(path).body());
    }
    server.kill();

    // then a word that is no secret is found, so that the search can fail
    assertThat(filesWith(run))
        .anyMatch(file -> file.startsWith("data/journal"))
        .anyMatch(file -> file.startsWith("data/views"));
    assertThat(filesWith("serves http://")).containsExactly("server.log");
    assertThat(answers).anyMatch(answer -> answer.contains("[email-"));
    // and none of the canaries
    for (String canary : CANARIES) {
      assertThat(answers).as(canary).noneMatch(answer -> answer.contains(canary));
      assertThat(filesWith(canary)).as(canary).isEmpty();
    }
  }

  private List<String> filesWith(String word) throws IOException {
    byte[] sought = word.getBytes(StandardCharsets.UTF_8);
    List<String> found = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (contains(Files.readAllBytes(file), sought)) {
          found.add(folder.relativize(file).toString());
        }
      }
    }
    return found;
  }

  private static boolean contains(byte[] bytes, byte[] sought) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(sought, StandardCharsets.ISO_8859_1));
  }
}

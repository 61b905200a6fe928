package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.SmallDisk;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose whole data folder is on a real disk that fills up under it. */
class FullDiskServedTest {
  private static final int MEGABYTES = 96;
  private static final int IN_FLIGHT = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SETTINGS =
      """
      stint.journal.leveldb { free-space-floor = 16 MiB, ballast = 8 MiB, write-buffer = 2 MiB }
      """;
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: slow
      version: 1.0.0
      owner: group:crash
      inputs:
        type: object
        additionalProperties: false
        required: [delay]
        properties:
          delay: {type: integer}
      tools:
        - {use: 'stint.flaky@^1', effect: write}
        - {use: 'stint.noop@^1'}
      plan:
        - id: slow
          tool: stint.flaky
          params: {delayMs: '${{ inputs.delay }}'}
          retry: {max: 5, initial: 200ms}
        - id: after
          dependsOn: [slow]
          tool: stint.noop
          params: {value: 1}
      """;

  @TempDir Path folder;
  private int keys;

  private HttpResponse<String> submit(ServedProcess server, int delay) throws Exception {
    return server
        .api()
        .orElseThrow()
        .submit("slow", "key-" + ++keys, JsonNodeFactory.instance.objectNode().put("delay", delay));
  }

  private static String id(HttpResponse<String> accepted) {
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return Json.parse(accepted.body()).path("id").asText();
  }

  @Test
  void shouldRefuseNewWorkWhileTheDiskIsFullAndResumeByItself() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(folder, MEGABYTES);
    assumeTrue(mounted.isPresent(), "needs the right to mount a small file system");
    Path config = Files.writeString(folder.resolve("small.conf"), SETTINGS);
    List<String> program = ServedProgram.with("-Xmx256m", "-XX:TieredStopAtLevel=1");
    try (SmallDisk disk = mounted.get();
        var server =
            new ServedProcess(
                disk.root(), program, List.of("--config", config.toString()), Map.of())) {
      // given runs in flight
      server.start();
      long pid = server.pid();
      server.api().orElseThrow().publish(JOB);
      List<String> runs = new ArrayList<>();
      for (int i = 0; i < IN_FLIGHT; i++) runs.add(id(submit(server, 3_000)));

      // when the disk is full
      disk.fill();
      HttpResponse<String> refused =
          await().atMost(PATIENCE).until(() -> submit(server, 0), a -> a.statusCode() != 202);

      // then new work is refused with a reason and a time, and what is there can be looked at
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(Json.parse(refused.body()).path("code").asText()).isEqualTo("journal_disk_full");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      await()
          .atMost(PATIENCE)
          .until(() -> server.api().orElseThrow().get("/v1/runs").statusCode() == 200);
      assertThat(server.api().orElseThrow().run(runs.getFirst()).has("run_id")).isTrue();

      // and when there is space again, the same process goes on by itself
      disk.free();
      HttpResponse<String> accepted =
          await().atMost(PATIENCE).until(() -> submit(server, 0), a -> a.statusCode() == 202);
      runs.add(id(accepted));
      for (String run : runs) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(() ->
                assertThat(server.api().orElseThrow().run(run).path("status").asText())
                    .isEqualTo("succeeded"));
        assertThat(server.api().orElseThrow().audit(run).path("whole").asBoolean()).isTrue();
      }
      assertThat(server.alive()).isTrue();
      assertThat(server.pid()).isEqualTo(pid);
      await().atMost(PATIENCE).until(() -> listed(server) >= runs.size());
    }
  }

  private static int listed(ServedProcess server) throws Exception {
    String body = server.api().orElseThrow().get("/v1/runs?limit=500&status=succeeded").body();
    return Json.parse(body).path("items").size();
  }
}

package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose one slot is taken, killed while it puts runs into its queue. */
class QueuedCrashTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: %s
      version: 1.0.0
      owner: group:tests
      tools:
        - {use: 'stint.flaky@^1', effect: write}
      plan:
        - id: only
          tool: stint.flaky
          timeout: 1h
          params: {delayMs: %d}
      """;
  private static final int CLIENTS = 8;
  private static final int ENOUGH = 60;

  @TempDir Path folder;

  @Test
  void shouldHaveAndRunEveryQueuedRunThatWasAcknowledgedBeforeAKill() throws Exception {
    Path config = folder.resolve("one-slot.conf");
    Files.writeString(config, "stint.run { max-active = 1, drain-timeout = 100ms }\n");
    List<String> program =
        ServedProcess.onThisClassPath("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    try (var server =
        new ServedProcess(folder, program, List.of("--config", config.toString()), Map.of())) {
      // given a server that queues what clients submit
      server.start();
      ApiCalls api = server.api().orElseThrow();
      api.publish(JOB.formatted("holder", 3_600_000));
      api.publish(JOB.formatted("queued", 0));
      String holder = id(submit(api, "holder", "holder"));
      // when it is killed meanwhile, and started again
      Set<String> acknowledged = queueUntilKilled(server, api);
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
      server.start();
      ApiCalls again = server.api().orElseThrow();
      // then each run is there, once, and succeeds when its turn comes
      for (String run : acknowledged) {
        assertThat(status(again, run)).as(run).isIn("queued", "running", "succeeded");
      }
      again.post(
          "/v1/runs/" + holder + "/kill", JsonNodeFactory.instance.objectNode().put("reason", "x"));
      for (String run : acknowledged) {
        await().atMost(Duration.ofMinutes(2)).until(() -> status(again, run).equals("succeeded"));
      }
    }
  }

  /** Ids of the runs that clients were told of before the server went. */
  private static Set<String> queueUntilKilled(ServedProcess server, ApiCalls api) throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String client = "client-" + i + "-";
        working.add(clients.submit(() -> queue(api, client, acknowledged)));
      }
      await().atMost(Duration.ofMinutes(2)).until(() -> acknowledged.size() >= ENOUGH);
      server.kill();
      for (Future<?> client : working) client.get();
    }
    return acknowledged;
  }

  private static Void queue(ApiCalls api, String client, Set<String> acknowledged)
      throws Exception {
    for (int n = 0; n < 10_000; n++) {
      try {
        HttpResponse<String> answer = submit(api, "queued", client + n);
        if (answer.statusCode() == 202) acknowledged.add(id(answer));
      } catch (IOException killed) {
        return null;
      }
    }
    return null;
  }

  private static HttpResponse<String> submit(ApiCalls api, String job, String key)
      throws Exception {
    return api.submit(job, key, JsonNodeFactory.instance.objectNode());
  }

  private static String id(HttpResponse<String> accepted) {
    return Json.parse(accepted.body()).path("id").asText();
  }

  private static String status(ApiCalls api, String run) throws Exception {
    return Json.parse(api.get("/v1/runs/" + run).body()).path("status").asText();
  }
}

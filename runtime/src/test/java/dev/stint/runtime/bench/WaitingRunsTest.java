package dev.stint.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.run.RunEntity;
import dev.stint.runtime.run.RunReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting costs disk, not memory. */
class WaitingRunsTest {
  private static final int RUNS = 300;

  @TempDir Path data;

  @Test
  void shouldKeepNoWaitingRunInMemoryAndStillWakeOneForItsApproval() throws Exception {
    // given 300 runs that wait for a person
    try (var node = new BenchNode(data, "stint.run.passivate-after = 1s")) {
      node.publish(BenchJobs.gated());
      List<CompletableFuture<RunState>> submitted = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) submitted.add(node.run("bench_gated"));
      List<RunId> runs = new ArrayList<>();
      for (CompletableFuture<RunState> run : submitted) {
        RunState state = run.get(60, TimeUnit.SECONDS);
        assertThat(state.status()).isEqualTo(RunStatus.WAITING);
        if (runs.isEmpty()) assertThat(LiveHeap.instances(RunEntity.class.getName())).isPositive();
        runs.add(state.submitted().run());
      }
      // when they have waited for a while
      await().atMost(Duration.ofSeconds(60)).until(() -> node.entities() == 0);
      // then neither the shards nor anything else holds them
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> assertThat(LiveHeap.instances(RunEntity.class.getName())).isZero());
      assertThat(LiveHeap.instances("dev.stint.runtime.run.CommandGate")).isZero();
      // and an approval wakes one and brings it to its end
      assertThat(node.approve(runs.get(RUNS / 2))).isInstanceOf(RunReply.Done.class);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> node.node().reader().run(runs.get(RUNS / 2)).orElseThrow().state().status(),
              RunStatus.SUCCEEDED::equals);
    }
  }
}

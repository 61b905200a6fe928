package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.CustodyCommand;
import dev.stint.runtime.decision.RunCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What need not be kept goes by itself, and what a crash left of an erasure goes at the start. */
class RetentionTest {
  @TempDir Path data;
  @TempDir Path jobs;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-06-17T06:00:00Z"));
  private StintNode node;

  @BeforeEach
  void start() {
    node = StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), now::get);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void restart() {
    stop();
    start();
  }

  private RunId finished(String job, String retention) throws Exception {
    Path folder = Files.createDirectories(jobs.resolve(job));
    Files.writeString(
        folder.resolve("job.yaml"),
        """
        apiVersion: stint/v1
        kind: Job
        name: %s
        version: 1.0.0
        owner: group:me
        %s
        tools:
          - {use: 'stint.noop@^1'}
        plan:
          - id: only
            tool: stint.noop
            params: {value: 1}
        outputs:
          note: {value: '${{ steps.only.value }}'}
        """
            .formatted(job, retention));
    RunId run = new NodeRuns(node).submit(SpecReader.read(JobBundle.load(folder)));
    await().until(() -> state(run).finished());
    return run;
  }

  private RunState state(RunId run) {
    return node.reader().run(run).orElseThrow().state();
  }

  private boolean anythingLeft(RunId run) {
    int[] count = {0};
    node.journal().store().payloads(run.persistenceId(), _ -> count[0]++);
    return count[0] > 0 || node.journal().store().dataKey(run.persistenceId()).isPresent();
  }

  private void awaitErased(RunId run) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state(run).custody().erased() && !anythingLeft(run));
  }

  private void ask(RunId run, RunCommand command, String by) throws Exception {
    node.runs().ask(run, command, by, List.of()).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldErasePayloadsAfterAYearAndKeepTheRecord() throws Exception {
    RunId run = finished("plain", "");
    assertThat(anythingLeft(run)).isTrue();

    now.updateAndGet(at -> at.plus(Duration.ofDays(366)));

    awaitErased(run);
    assertThat(state(run).custody().erasure().orElseThrow().basis()).isEqualTo("retention");
    assertThat(node.reader().verify(run).whole()).isTrue();
  }

  @Test
  void shouldKeepAsLongAsTheJobSaysAndHoldsAsk() throws Exception {
    RunId brief = finished("brief", "retention: {logs: 30d}");
    RunId plain = finished("plain", "");
    RunId held = finished("held", "retention: {logs: 30d}");
    ask(held, new CustodyCommand.Hold("case 17"), "user:ann");

    now.updateAndGet(at -> at.plus(Duration.ofDays(31)));

    awaitErased(brief);
    assertThat(state(plain).custody().erased()).isFalse();
    assertThat(anythingLeft(held)).isTrue();
    assertThat(node.reader().history(held, 1, 99))
        .extracting(header -> header.type())
        .contains("run.held")
        .doesNotContain("payload.erased");
  }

  private byte[] artifact(RunId run) {
    RunState state = state(run);
    return node.reader().artifact(state, state.artifacts().getFirst());
  }

  private long artifactsLeft(RunId run) {
    return state(run).artifacts().stream()
        .map(artifact -> node.journal().store().payload(run.persistenceId(), artifact.payload()))
        .filter(Optional::isPresent)
        .count();
  }

  @Test
  void shouldEraseArtifactsBeforeTheRestWhereTheJobSaysSo() throws Exception {
    RunId run = finished("brief", "retention: {logs: 365d, artifacts: 30d}");
    RunId held = finished("held", "retention: {artifacts: 30d}");
    ask(held, new CustodyCommand.Hold("case 17"), "user:ann");
    now.updateAndGet(at -> at.plus(Duration.ofDays(29)));
    assertThat(artifact(run)).isNotEmpty();

    now.updateAndGet(at -> at.plus(Duration.ofDays(2)));

    await().until(() -> state(run).custody().artifactsErased() && artifactsLeft(run) == 0);
    assertThatThrownBy(() -> artifact(run))
        .hasMessageContaining("kept for as long as its job asked");
    RunState state = state(run);
    assertThat(state.custody().erased()).isFalse();
    assertThat(node.reader().value(state, state.submitted().inputs())).isNotNull();
    assertThat(node.reader().verify(run).whole()).isTrue();
    assertThat(artifact(held)).isNotEmpty();
    assertThat(node.reader().history(run, 1, 99).getLast())
        .satisfies(last -> assertThat(last.type()).isEqualTo("artifacts.erased"))
        .satisfies(last -> assertThat(last.by()).isEqualTo("system"));

    now.updateAndGet(at -> at.plus(Duration.ofDays(340)));

    awaitErased(run);
  }

  @Test
  void shouldDestroyAtTheStartArtifactsThatACrashLeftBehind() throws Exception {
    RunId run = finished("brief", "retention: {artifacts: 30d}");
    now.updateAndGet(at -> at.plus(Duration.ofDays(30)));
    var decided = new CustodyCommand.ExpireArtifacts(Duration.ofDays(30).toMillis());
    ask(run, decided, "system"); // and not destroyed
    assertThatThrownBy(() -> artifact(run))
        .hasMessageContaining("kept for as long as its job asked");

    restart();

    await().until(() -> artifactsLeft(run) == 0);
    assertThat(state(run).custody().erased()).isFalse();
  }

  @Test
  void shouldDestroyAtTheStartWhatACrashLeftBehind() throws Exception {
    RunId run = finished("plain", "");
    ask(run, new CustodyCommand.RequestErasure("data_subject_request", "ticket"), "user:ann");
    ask(run, new CustodyCommand.ApproveErasure(1), "user:ben"); // decided, and not destroyed
    assertThat(anythingLeft(run)).isTrue();

    restart();

    awaitErased(run);
  }
}

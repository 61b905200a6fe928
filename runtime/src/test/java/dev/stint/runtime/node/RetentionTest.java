package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.CustodyCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        """
            .formatted(job, retention));
    var read = (SpecResult.Ok) SpecReader.read(JobBundle.load(folder));
    node.publisher()
        .publish(read.job(), "user:ann", true)
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
    var request =
        new SubmitRequest(
            job,
            Optional.empty(),
            Optional.of(read.job().digest()),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty(),
            false,
            0,
            Map.of(),
            Optional.empty(),
            "user:ann",
            true);
    var accepted =
        (SubmitResult.Accepted)
            node.submissions().submit(request).toCompletableFuture().get(60, TimeUnit.SECONDS);
    RunId run = accepted.run().submitted().run();
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

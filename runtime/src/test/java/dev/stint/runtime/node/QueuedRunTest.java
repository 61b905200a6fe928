package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Runs behind the one slot of a whole node, which another run has taken. */
class QueuedRunTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: %s
      version: 1.0.0
      owner: group:tests
      inputs: {type: object, properties: {topic: {type: string}}}
      tools:
        - {use: 'stint.flaky@^1', effect: write}
      plan:
        - id: only
          tool: stint.flaky
          timeout: 1h
          params: {delayMs: %d}
      """;

  @TempDir Path data;
  @TempDir Path jobs;
  private StintNode node;
  private NodeRuns runs;
  private RunId holder;

  @BeforeEach
  void takeTheSlot() throws Exception {
    start();
    holder = runs.submit(SpecReader.read(bundle("holder", 3_600_000)));
    runs.publish(SpecReader.read(bundle("queued", 0)));
  }

  private JobBundle bundle(String name, int delay) throws Exception {
    Path folder = Files.createDirectories(jobs.resolve(name));
    Files.writeString(folder.resolve("job.yaml"), JOB.formatted(name, delay));
    return JobBundle.load(folder);
  }

  private void start() {
    node =
        StintNode.start(
            NodeSettings.of(
                data,
                ConfigFactory.parseString("stint.run { max-active = 1, drain-timeout = 100ms }")),
            InstantSource.system());
    runs = new NodeRuns(node, false);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private CompletionStage<SubmitResult> ask(String key, String topic) {
    return node.submissions()
        .submit(
            new SubmitRequest(
                "queued",
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("topic", topic),
                Optional.empty(),
                false,
                0,
                Map.of(),
                Optional.of(key),
                "user:ann",
                false));
  }

  private RunId submit(String key) throws Exception {
    return NodeRuns.accepted(NodeRuns.done(ask(key, "tea")));
  }

  private Set<String> entities() throws Exception {
    CurrentShardRegionState shards =
        NodeRuns.done(
            AskPattern.ask(
                ClusterSharding.get(node.system()).shardState(),
                (ActorRef<CurrentShardRegionState> to) ->
                    new GetShardRegionState(RunClient.KEY, to),
                Duration.ofSeconds(10),
                node.system().scheduler()));
    Set<String> ids = new TreeSet<>();
    shards.getShards().forEach(shard -> ids.addAll(CollectionConverters.asJava(shard.entityIds())));
    return ids;
  }

  @Test
  void shouldQueueARunWithoutAnEntity() throws Exception {
    RunId run = submit("a");

    assertThat(runs.state(run).status()).isEqualTo(RunStatus.QUEUED);
    assertThat(entities()).containsExactly(holder.value());
    assertThat(node.admission().queuedCount()).isOne();
  }

  @Test
  void shouldStartAQueuedRunOnceThereIsASlot() throws Exception {
    RunId run = submit("a");

    runs.ask(holder, new RunCommand.Kill("make room"));

    runs.succeeded(run);
    assertThat(node.journal().verify(run.persistenceId()).whole()).isTrue();
    List<RecordedHeader> history = node.reader().history(run, 1, 100);
    assertThat(history).extracting(RecordedHeader::type).startsWith("run.submitted", "run.started");
    assertThat(history.get(1).epoch()).isEqualTo(history.getFirst().epoch() + 1);
    assertThat(runs.events(run, StepEvent.AttemptLost.class)).isEmpty();
  }

  @Test
  void shouldGiveOneRunToManyRequestsWithOneKey() throws Exception {
    List<CompletionStage<SubmitResult>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) answers.add(ask("same", "tea"));

    Set<String> given = new TreeSet<>();
    for (var answer : answers) given.add(NodeRuns.accepted(NodeRuns.done(answer)).value());

    assertThat(given).hasSize(1);
    RunId run = new RunId(given.iterator().next());
    assertThat(runs.events(run, RunEvent.Submitted.class)).hasSize(1);
    assertThat(node.admission().queuedCount()).isOne();
  }

  @Test
  void shouldRefuseAnotherRequestUnderTheKeyOfAQueuedRun() throws Exception {
    CompletionStage<SubmitResult> first = ask("a", "tea");
    CompletionStage<SubmitResult> meanwhile = ask("a", "coffee");
    NodeRuns.accepted(NodeRuns.done(first));

    assertThat(NodeRuns.done(meanwhile)).isInstanceOf(SubmitResult.Rejected.class);
    assertThat(NodeRuns.done(ask("a", "milk"))).isInstanceOf(SubmitResult.Rejected.class);
    assertThat(node.admission().queuedCount()).isOne();
  }

  @Test
  void shouldStillHaveAQueuedRunAfterARestart() throws Exception {
    RunId run = submit("a");
    stop();

    start();
    runs.ask(holder, new RunCommand.Kill("make room"));

    RunState end = runs.succeeded(run);
    assertThat(node.reader().value(end, end.submitted().inputs()).path("topic").asText())
        .isEqualTo("tea");
  }

  @Test
  void shouldKillAQueuedRunThatNeverHadAnEntity() throws Exception {
    RunId run = submit("a");

    RunReply reply = runs.ask(run, new RunCommand.Kill("not wanted"));

    assertThat(((RunReply.Done) reply).state().status()).isEqualTo(RunStatus.KILLED);
    await().until(() -> node.admission().queuedCount() == 0);
    assertThat(runs.events(run, RunEvent.Started.class)).isEmpty();
  }

  @Test
  void shouldTellListenersOfAQueuedRun() throws Exception {
    List<RunState> heard = new CopyOnWriteArrayList<>();
    try (var _ = node.feed().listen(heard::add)) {
      RunId run = submit("a");

      assertThat(heard).extracting(state -> state.submitted().run()).contains(run);
    }
  }
}

package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** A whole node with everything a run goes through, driven without HTTP. Thread-safe. */
final class BenchNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int NEWEST = 8192; // well above what a bench has in flight

  private final StintNode node;

  /** Of the newest runs only: a run may be told of again after it was asked for. */
  private final Map<RunId, CompletableFuture<RunState>> settled =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(
                Map.Entry<RunId, CompletableFuture<RunState>> eldest) {
              return size() > NEWEST;
            }
          });

  /**
   * @param settings over the defaults, as HOCON
   */
  BenchNode(Path data, String settings) {
    node =
        StintNode.start(
            NodeSettings.of(data, ConfigFactory.parseString(settings)), InstantSource.system());
    var unused = node.feed().listen(this::changed);
  }

  StintNode node() {
    return node;
  }

  private void changed(RunState state) {
    if (!state.finished() && state.status() != RunStatus.WAITING) return;
    settled(state.submitted().run()).complete(state);
  }

  private CompletableFuture<RunState> settled(RunId run) {
    return settled.computeIfAbsent(run, _ -> new CompletableFuture<>());
  }

  void publish(CompiledJob job) throws Exception {
    node.publisher()
        .publish(job, "user:bench", false)
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Submits; complete once the run has ended or waits. */
  CompletableFuture<RunState> run(String job) {
    var request =
        new SubmitRequest(
            job,
            Optional.empty(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode(),
            Optional.empty(),
            false,
            0,
            Map.of(),
            Optional.empty(),
            "user:bench",
            true);
    return node.submissions()
        .submit(request)
        .toCompletableFuture()
        .thenCompose(result -> settled(accepted(result)))
        .whenComplete((state, _) -> {
          if (state != null) settled.remove(state.submitted().run());
        });
  }

  private static RunId accepted(SubmitResult result) {
    if (result instanceof SubmitResult.Accepted accepted) return accepted.run().submitted().run();
    throw new IllegalStateException("expected an accepted run, found " + result);
  }

  /** Says yes to the only approval that the run waits for. */
  RunReply approve(RunId run) throws Exception {
    ApprovalState approval =
        node.reader().run(run).orElseThrow().state().approvals().values().iterator().next();
    var yes =
        new ApprovalCommand.Decide(
            approval.request().approval(),
            true,
            approval.request().contentHash(),
            "go on",
            List.of(),
            Optional.empty());
    return node.runs()
        .ask(run, yes, BenchJobs.APPROVER, List.of())
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Run entities that the shard region knows on this node. */
  int entities() throws Exception {
    ShardRegion.CurrentShardRegionState state =
        AskPattern.ask(
                ClusterSharding.get(node.system()).shardState(),
                (ActorRef<ShardRegion.CurrentShardRegionState> to) ->
                    new GetShardRegionState(RunClient.KEY, to),
                PATIENCE,
                node.system().scheduler())
            .toCompletableFuture()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return state.getShards().stream().mapToInt(shard -> shard.getEntityIds().size()).sum();
  }

  /** Returns when no run entity is left, or fails. */
  void awaitNoEntities(Duration most) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    while (entities() > 0) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(entities() + " run entities are left after " + most);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}

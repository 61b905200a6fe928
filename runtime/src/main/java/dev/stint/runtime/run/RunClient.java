package dev.stint.runtime.run;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.decision.RunCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Asks runs, wherever in the cluster they live. Thread-safe. */
public final class RunClient {
  /** The sharded entity type of runs. */
  public static final EntityTypeKey<RunMessage> KEY = EntityTypeKey.create(RunMessage.class, "run");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClusterSharding sharding;

  public RunClient(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /**
   * Sends a command.
   *
   * @param by who asks
   * @param payloads values that the command names
   * @return the run's answer; fails with a timeout when there is none, and then the command may or
   *     may not hold
   */
  public CompletionStage<RunReply> ask(
      RunId run, RunCommand command, String by, List<Payload> payloads) {
    return sharding
        .entityRefFor(KEY, run.value())
        .ask(replyTo -> new RunMessage.Ask(command, by, payloads, replyTo), PATIENCE);
  }

  /** Makes sure that the run is awake. */
  public void wake(RunId run) {
    sharding.entityRefFor(KEY, run.value()).tell(new RunMessage.Wake());
  }
}

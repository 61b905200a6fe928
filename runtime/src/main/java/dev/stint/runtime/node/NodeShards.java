package dev.stint.runtime.node;

import dev.stint.persistence.event.RunId;
import dev.stint.runtime.activity.RunActivity;
import dev.stint.runtime.audit.export.ExportLog;
import dev.stint.runtime.audit.export.ExportLogEntity;
import dev.stint.runtime.job.JobEntity;
import dev.stint.runtime.job.JobPublisher;
import dev.stint.runtime.memory.Memories;
import dev.stint.runtime.memory.MemoryEntity;
import dev.stint.runtime.run.Passivation;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunEntity;
import dev.stint.runtime.run.RunEntitySetup;
import dev.stint.runtime.run.RunMessage;
import dev.stint.runtime.run.RunObserver;
import dev.stint.runtime.submission.ChildKeeper;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;

/**
 * The sharded entities of this node: what those of runs are made of, who hears of their changes,
 * and how they leave memory.
 */
record NodeShards(
    NodeSettings settings,
    InstantSource clock,
    RunActivity activity,
    RunClient runs,
    RunObserver observer,
    ChildKeeper children,
    InFlight inFlight,
    BooleanSupplier draining) {

  void start(ClusterSharding sharding) {
    sharding.init(
        Entity.of(
                RunClient.KEY,
                context -> RunEntity.create(new RunId(context.getEntityId()), setup(context)))
            .withStopMessage(new RunMessage.Passivate())
            .withEntityProps(MailboxSelector.fromConfig("stint.run.mailbox")));
    sharding.init(
        Entity.of(JobPublisher.KEY, context -> JobEntity.create(context.getEntityId(), clock)));
    sharding.init(Entity.of(ExportLog.KEY, _ -> ExportLogEntity.create(clock)));
    sharding.init(
        Entity.of(Memories.KEY, context -> MemoryEntity.create(context.getEntityId(), clock)));
  }

  private RunEntitySetup setup(EntityContext<RunMessage> context) {
    return new RunEntitySetup(
        activity,
        clock,
        observer,
        settings.passivateAfter(),
        passivation(context.getShard()),
        draining,
        inFlight,
        children::tend);
  }

  private Passivation passivation(ActorRef<ClusterSharding.ShardCommand> shard) {
    return new Passivation() {
      @Override
      public void ask(ActorRef<RunMessage> entity) {
        shard.tell(new ClusterSharding.Passivate<>(entity));
      }

      @Override
      public void wakeAfterwards(RunId run) {
        runs.wake(run);
      }
    };
  }
}

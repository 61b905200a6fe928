package dev.stint.runtime.job;

import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.Payload;
import dev.stint.runtime.tool.ToolRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Publishes job versions. Thread-safe. */
public final class JobPublisher {
  /** The sharded entity type of jobs. */
  public static final EntityTypeKey<JobEntity.Publish> KEY =
      EntityTypeKey.create(JobEntity.Publish.class, "job");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClusterSharding sharding;
  private final JobCatalog catalog;
  private final ToolRegistry tools;

  public JobPublisher(ClusterSharding sharding, JobCatalog catalog, ToolRegistry tools) {
    this.sharding = sharding;
    this.catalog = catalog;
    this.tools = tools;
  }

  /**
   * Makes a version durable, and pins it to the tools as they are on this node now; a development
   * copy is not, so that its tools can be worked on.
   *
   * @param development a local run's own copy: its version number may be reused
   */
  public CompletionStage<JobEntity.Reply> publish(CompiledJob job, String by, boolean development) {
    catalog.keep(job);
    return sharding
        .entityRefFor(KEY, job.spec().name())
        .ask(
            replyTo ->
                new JobEntity.Publish(
                    job.spec().name(),
                    job.spec().version(),
                    job.digest(),
                    development,
                    development ? Map.of() : ToolPins.present(job.spec(), tools),
                    by,
                    Payload.of(job.bundle().toBytes()),
                    replyTo),
            PATIENCE);
  }
}

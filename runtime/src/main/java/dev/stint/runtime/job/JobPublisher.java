package dev.stint.runtime.job;

import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.Payload;
import java.time.Duration;
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

  public JobPublisher(ClusterSharding sharding, JobCatalog catalog) {
    this.sharding = sharding;
    this.catalog = catalog;
  }

  /**
   * Makes a version durable.
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
                    by,
                    Payload.of(job.bundle().toBytes()),
                    replyTo),
            PATIENCE);
  }
}

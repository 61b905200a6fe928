package dev.stint.runtime.audit.export;

import dev.stint.persistence.event.AuditEvent;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Speaks to the one {@link ExportLogEntity}. Thread-safe. */
public final class ExportLog {
  public static final EntityTypeKey<ExportLogEntity.Note> KEY =
      EntityTypeKey.create(ExportLogEntity.Note.class, "audit");

  private static final String ONLY = "log";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ClusterSharding sharding;

  public ExportLog(ClusterSharding sharding) {
    this.sharding = sharding;
  }

  /** Makes durable that {@code by} took a bundle away. */
  public CompletionStage<ExportLogEntity.Reply> note(AuditEvent.Exported exported, String by) {
    return sharding
        .entityRefFor(KEY, ONLY)
        .ask(replyTo -> new ExportLogEntity.Note(exported, by, replyTo), PATIENCE);
  }
}

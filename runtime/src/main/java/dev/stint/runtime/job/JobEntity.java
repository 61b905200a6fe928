package dev.stint.runtime.job;

import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.store.JournalException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** The versions of one job. A published version never changes (A1). */
public final class JobEntity
    extends EventSourcedBehavior<JobEntity.Publish, Recorded, JobEntity.Versions> {
  /**
   * Publishes a version; doing it again with the same files changes nothing.
   *
   * @param development a local run's own copy: its version number may be reused
   * @param tools hashes of the tools that it grants
   */
  public record Publish(
      String name,
      String version,
      String digest,
      boolean development,
      Map<String, String> tools,
      String by,
      Payload bundle,
      ActorRef<Reply> replyTo) {}

  /** The answer to a publication. */
  public sealed interface Reply {
    record Published(String digest) implements Reply {}

    /** The version exists with other files. */
    record Conflict(String existingDigest) implements Reply {}

    /** The journal did not take it, or did not say whether it did; doing it again is safe. */
    record Unsaved(String code, String message) implements Reply {}
  }

  /** Released digests by version, and every digest ever published. */
  public record Versions(Map<String, String> released, List<String> digests) {
    Versions with(JobEvent.Published event) {
      Map<String, String> versions = new LinkedHashMap<>(released);
      if (!event.development()) versions.put(event.version(), event.digest());
      List<String> all = new java.util.ArrayList<>(digests);
      all.add(event.digest());
      return new Versions(versions, all);
    }
  }

  private final InstantSource clock;
  private Optional<ActorRef<Reply>> saving = Optional.empty();

  public static Behavior<Publish> create(String job, InstantSource clock) {
    return Behaviors.setup(_ -> new JobEntity(job, clock));
  }

  private JobEntity(String job, InstantSource clock) {
    super(PersistenceId.ofUniqueId(JobEvent.persistenceId(job)));
    this.clock = clock;
  }

  @Override
  public Versions emptyState() {
    return new Versions(Map.of(), List.of());
  }

  @Override
  public CommandHandler<Publish, Recorded, Versions> commandHandler() {
    return (versions, publish) -> {
      Optional<String> released = Optional.ofNullable(versions.released().get(publish.version()));
      boolean known =
          publish.development()
              ? versions.digests().contains(publish.digest())
              : released.filter(publish.digest()::equals).isPresent();
      if (known) {
        publish.replyTo().tell(new Reply.Published(publish.digest()));
        return Effect().none();
      }
      if (!publish.development() && released.isPresent()) {
        publish.replyTo().tell(new Reply.Conflict(released.get()));
        return Effect().none();
      }
      var event =
          new JobEvent.Published(
              publish.name(),
              publish.version(),
              publish.digest(),
              publish.bundle().commit(),
              publish.development(),
              publish.tools());
      var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      saving = Optional.of(publish.replyTo());
      return Effect()
          .persist(new Recorded(at, publish.by(), event, List.of(publish.bundle())))
          .thenRun(() -> answer(new Reply.Published(publish.digest())));
    };
  }

  @Override
  public SignalHandler<Versions> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(JournalPersistFailed.class, (_, failed) -> answer(unsaved(failed.failure())))
        .onSignal(JournalPersistRejected.class, (_, refused) -> answer(unsaved(refused.failure())))
        .build();
  }

  private void answer(Reply reply) {
    saving.ifPresent(asker -> asker.tell(reply));
    saving = Optional.empty();
  }

  private static Reply unsaved(Throwable failure) {
    return new Reply.Unsaved(
        JournalException.codeOf(failure), String.valueOf(failure.getMessage()));
  }

  @Override
  public EventHandler<Versions, Recorded> eventHandler() {
    return (versions, recorded) ->
        recorded.event() instanceof JobEvent.Published published
            ? versions.with(published)
            : versions;
  }
}

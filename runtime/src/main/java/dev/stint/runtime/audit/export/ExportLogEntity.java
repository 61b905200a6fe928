package dev.stint.runtime.audit.export;

import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.store.JournalException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** Writes down who took which bundle away. Its state is how often that happened. */
public final class ExportLogEntity
    extends EventSourcedBehavior<ExportLogEntity.Note, Recorded, Long> {
  /** Writes an export down. */
  public record Note(AuditEvent.Exported exported, String by, ActorRef<Reply> replyTo) {}

  /** The answer. */
  public sealed interface Reply {
    record Noted() implements Reply {}

    /** The journal did not take it, so that the bundle must not be given away. */
    record Unsaved(String code, String message) implements Reply {}
  }

  private final InstantSource clock;
  private Optional<ActorRef<Reply>> saving = Optional.empty();

  public static Behavior<Note> create(InstantSource clock) {
    return Behaviors.setup(_ -> new ExportLogEntity(clock));
  }

  private ExportLogEntity(InstantSource clock) {
    super(PersistenceId.ofUniqueId(AuditEvent.PERSISTENCE_ID));
    this.clock = clock;
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Note, Recorded, Long> commandHandler() {
    return (_, note) -> {
      saving = Optional.of(note.replyTo());
      var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      return Effect()
          .persist(new Recorded(at, note.by(), note.exported(), List.of()))
          .thenRun(() -> answer(new Reply.Noted()));
    };
  }

  @Override
  public SignalHandler<Long> signalHandler() {
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
  public EventHandler<Long, Recorded> eventHandler() {
    return (count, _) -> count + 1;
  }
}

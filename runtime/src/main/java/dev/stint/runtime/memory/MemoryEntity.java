package dev.stint.runtime.memory;

import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.journal.store.JournalException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

/** The memory of one scope: a thin shell around {@link MemoryDecisions}. */
public final class MemoryEntity extends EventSourcedBehavior<MemoryCommand, Recorded, MemoryState> {
  private final InstantSource clock;
  private Optional<ActorRef<MemoryReply>> saving = Optional.empty();

  public static Behavior<MemoryCommand> create(String scope, InstantSource clock) {
    return Behaviors.setup(_ -> new MemoryEntity(scope, clock));
  }

  private MemoryEntity(String scope, InstantSource clock) {
    super(PersistenceId.ofUniqueId(MemoryEvent.persistenceId(scope)));
    this.clock = clock;
  }

  @Override
  public MemoryState emptyState() {
    return MemoryState.EMPTY;
  }

  @Override
  public CommandHandler<MemoryCommand, Recorded, MemoryState> commandHandler() {
    return (state, command) -> {
      var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      var decided = MemoryDecisions.decide(state, command, now);
      if (decided.event().isEmpty()) {
        MemoryReply nothingNew = new MemoryReply.Is(state);
        command.replyTo().tell(decided.refused().<MemoryReply>map(r -> r).orElse(nothingNew));
        return Effect().none();
      }
      saving = Optional.of(command.replyTo());
      return Effect()
          .persist(decided.event().get())
          .thenRun((MemoryState after) -> answer(new MemoryReply.Is(after)));
    };
  }

  @Override
  public SignalHandler<MemoryState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(JournalPersistFailed.class, (_, failed) -> answer(unsaved(failed.failure())))
        .onSignal(JournalPersistRejected.class, (_, refused) -> answer(unsaved(refused.failure())))
        .build();
  }

  private void answer(MemoryReply reply) {
    saving.ifPresent(asker -> asker.tell(reply));
    saving = Optional.empty();
  }

  private static MemoryReply unsaved(Throwable failure) {
    return new MemoryReply.Unsaved(
        JournalException.codeOf(failure), String.valueOf(failure.getMessage()));
  }

  @Override
  public EventHandler<MemoryState, Recorded> eventHandler() {
    return MemoryState::after;
  }
}

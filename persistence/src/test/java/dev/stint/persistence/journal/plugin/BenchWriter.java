package dev.stint.persistence.journal.plugin;

import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** Persists one event after the other, as fast as the journal answers. */
final class BenchWriter extends EventSourcedBehavior<BenchWriter.Go, Noted, Long> {
  record Go() {}

  private final ActorRef<Go> self;
  private final LongAdder count;
  private final LongAdder stopped;

  /**
   * @param stopped counts writers that ended: while measuring, only a failing journal ends one
   */
  static Behavior<Go> create(String id, LongAdder count, LongAdder stopped) {
    return Behaviors.setup(context -> new BenchWriter(id, context.getSelf(), count, stopped));
  }

  private BenchWriter(String id, ActorRef<Go> self, LongAdder count, LongAdder stopped) {
    super(PersistenceId.ofUniqueId(id));
    this.self = self;
    this.count = count;
    this.stopped = stopped;
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Go, Noted, Long> commandHandler() {
    return (state, go) ->
        Effect()
            .persist(new Noted(state + "-" + "x".repeat(380)))
            .thenRun(after -> {
              count.increment();
              self.tell(go);
            });
  }

  @Override
  public EventHandler<Long, Noted> eventHandler() {
    return (state, event) -> state + 1;
  }

  @Override
  public SignalHandler<Long> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(PostStop.instance(), state -> stopped.increment())
        .build();
  }
}

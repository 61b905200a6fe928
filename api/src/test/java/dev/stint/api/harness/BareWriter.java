package dev.stint.api.harness;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * A persistent actor with nothing around it, on Pekko's own LevelDB journal, native and flushed:
 * recovers, persists some events one after the other, and stops.
 */
final class BareWriter extends EventSourcedBehavior<BareWriter.Go, byte[], Long> {
  record Go(long left) {}

  private final ActorRef<Go> self;
  private final int bytes;
  private final CompletableFuture<Void> stored;

  private BareWriter(String id, ActorRef<Go> self, int bytes, CompletableFuture<Void> stored) {
    super(PersistenceId.ofUniqueId(id));
    this.self = self;
    this.bytes = bytes;
    this.stored = stored;
  }

  /** What such actors run in. */
  static ActorSystem<SpawnProtocol.Command> system(Path journal) {
    return ActorSystem.create(
        SpawnProtocol.create(),
        "bare",
        ConfigFactory.parseString(
                """
                pekko {
                  loglevel = WARNING
                  stdout-loglevel = ERROR
                  actor.provider = local
                  actor.default-dispatcher.fork-join-executor.parallelism-min = 2 # as a node has it
                  log-dead-letters = off
                  persistence {
                    journal.plugin = "pekko.persistence.journal.leveldb"
                    journal.leveldb { dir = "%s", native = on, fsync = on }
                    snapshot-store.plugin = "pekko.persistence.no-snapshot-store"
                  }
                }
                """
                    .formatted(journal.toAbsolutePath()))
            .withFallback(ConfigFactory.defaultReference())
            .resolve());
  }

  /**
   * @return done when {@code events} more events of {@code bytes} are stored
   */
  static CompletableFuture<Void> start(
      ActorSystem<SpawnProtocol.Command> system, String id, long events, int bytes) {
    var stored = new CompletableFuture<Void>();
    Behavior<Go> writer =
        Behaviors.setup(context -> {
          context.getSelf().tell(new Go(events));
          return new BareWriter(id, context.getSelf(), bytes, stored);
        });
    system.tell(new SpawnProtocol.Spawn<>(writer, id, Props.empty(), system.ignoreRef()));
    return stored;
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Go, byte[], Long> commandHandler() {
    return (_, go) -> {
      if (go.left() == 0) {
        stored.complete(null);
        return Effect().stop();
      }
      return Effect().persist(new byte[bytes]).thenRun(_ -> self.tell(new Go(go.left() - 1)));
    };
  }

  @Override
  public EventHandler<Long, byte[]> eventHandler() {
    return (count, _) -> count + 1;
  }
}

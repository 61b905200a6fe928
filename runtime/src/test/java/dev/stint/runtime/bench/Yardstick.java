package dev.stint.runtime.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * What the same number of durable events costs with nothing around them: a fresh persistent actor a
 * run on Pekko's own LevelDB journal, native and flushed, that persists one event after the other.
 */
final class Yardstick implements AutoCloseable {
  private static final int EVENT_BYTES = 400;

  private final ActorSystem<SpawnProtocol.Command> system;
  private final AtomicLong ids = new AtomicLong();
  private final long events;

  Yardstick(Path dir, long events) {
    this.events = events;
    system = ActorSystem.create(SpawnProtocol.create(), "yardstick", settings(dir));
  }

  private static Config settings(Path dir) {
    return ConfigFactory.parseString(
            """
            pekko {
              loglevel = WARNING
              stdout-loglevel = ERROR
              actor.provider = local
              actor.default-dispatcher.fork-join-executor.parallelism-min = 2 # as a node has it
              log-dead-letters = off
              coordinated-shutdown { exit-jvm = off, run-by-jvm-shutdown-hook = off }
              persistence {
                journal.plugin = "pekko.persistence.journal.leveldb"
                journal.leveldb { dir = "%s", native = on, fsync = on }
                snapshot-store.plugin = "pekko.persistence.no-snapshot-store"
              }
            }
            """
                .formatted(dir.toAbsolutePath()))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  CompletableFuture<?> run() {
    var done = new CompletableFuture<Void>();
    String id = "run-" + ids.incrementAndGet();
    system.tell(
        new SpawnProtocol.Spawn<>(
            Writer.create(id, events, done), id, Props.empty(), system.ignoreRef()));
    return done;
  }

  @Override
  public void close() {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(Duration.ofSeconds(15).toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** Persists its events in turn, then stops. */
  private static final class Writer extends EventSourcedBehavior<Writer.Go, byte[], Long> {
    record Go() {}

    private final ActorContext<Go> context;
    private final long events;
    private final CompletableFuture<Void> done;

    static Behavior<Go> create(String id, long events, CompletableFuture<Void> done) {
      return Behaviors.setup(context -> {
        context.getSelf().tell(new Go());
        return new Writer(id, context, events, done);
      });
    }

    private Writer(String id, ActorContext<Go> context, long events, CompletableFuture<Void> done) {
      super(PersistenceId.ofUniqueId(id));
      this.context = context;
      this.events = events;
      this.done = done;
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Go, byte[], Long> commandHandler() {
      return (count, go) -> {
        if (count < events) {
          return Effect().persist(new byte[EVENT_BYTES]).thenRun(_ -> context.getSelf().tell(go));
        }
        done.complete(null);
        return Effect().stop();
      };
    }

    @Override
    public EventHandler<Long, byte[]> eventHandler() {
      return (count, _) -> count + 1;
    }
  }
}

package dev.stint.api.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * What a durable answer over HTTP costs with nothing around it, on the same libraries: every POST
 * has a fresh persistent actor persist one event on Pekko's own LevelDB journal, native and
 * flushed, and is answered 202 after that. No authorisation, no input check, no views, no signed
 * log. Arguments: a folder for the journal, and a file that gets the URL when it listens.
 */
public final class BareServer {
  /** About what a submission of the benchmark's job stores, payload and plan included. */
  private static final int EVENT_BYTES = 2_500;

  private BareServer() {}

  public static void main(String[] args) throws IOException {
    ActorSystem<SpawnProtocol.Command> system =
        ActorSystem.create(SpawnProtocol.create(), "bare", settings(Path.of(args[0])));
    Function<HttpRequest, CompletionStage<HttpResponse>> handler =
        request -> answer(system, request);
    ServerBinding binding =
        Http.get(system).newServerAt("127.0.0.1", 0).bind(handler).toCompletableFuture().join();
    Path where = Path.of(args[1]);
    Path draft = where.resolveSibling(where.getFileName() + ".draft");
    Files.writeString(draft, "http://127.0.0.1:" + binding.localAddress().getPort());
    Files.move(draft, where, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Config settings(Path dir) {
    return ConfigFactory.parseString(
            """
            pekko {
              loglevel = WARNING
              stdout-loglevel = ERROR
              actor.provider = local
              log-dead-letters = off
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

  private static CompletionStage<HttpResponse> answer(
      ActorSystem<SpawnProtocol.Command> system, HttpRequest request) {
    String key = request.getHeader("Idempotency-Key").orElseThrow().value();
    return request
        .entity()
        .toStrict(5_000, system)
        .thenCompose(_ -> {
          var stored = new CompletableFuture<Void>();
          system.tell(
              new SpawnProtocol.Spawn<>(
                  Writer.create(key, stored), key, Props.empty(), system.ignoreRef()));
          return stored;
        })
        .thenApply(_ ->
            HttpResponse.create()
                .withStatus(StatusCodes.ACCEPTED)
                .withEntity(ContentTypes.APPLICATION_JSON, "{\"status\":\"queued\"}"));
  }

  /** Persists one event, then stops. */
  private static final class Writer extends EventSourcedBehavior<Writer.Go, byte[], Long> {
    record Go() {}

    private final CompletableFuture<Void> stored;

    static Behavior<Go> create(String id, CompletableFuture<Void> stored) {
      return Behaviors.setup((ActorContext<Go> context) -> {
        context.getSelf().tell(new Go());
        return new Writer(id, stored);
      });
    }

    private Writer(String id, CompletableFuture<Void> stored) {
      super(PersistenceId.ofUniqueId(id));
      this.stored = stored;
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Go, byte[], Long> commandHandler() {
      return (_, _) ->
          Effect().persist(new byte[EVENT_BYTES]).thenRun(_ -> stored.complete(null)).thenStop();
    }

    @Override
    public EventHandler<Long, byte[]> eventHandler() {
      return (count, _) -> count + 1;
    }
  }
}

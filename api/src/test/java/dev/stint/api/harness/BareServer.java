package dev.stint.api.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.function.Function;

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
    ActorSystem<SpawnProtocol.Command> system = BareWriter.system(Path.of(args[0]));
    Function<HttpRequest, CompletionStage<HttpResponse>> handler =
        request -> answer(system, request);
    ServerBinding binding =
        Http.get(system).newServerAt("127.0.0.1", 0).bind(handler).toCompletableFuture().join();
    Path where = Path.of(args[1]);
    Path draft = where.resolveSibling(where.getFileName() + ".draft");
    Files.writeString(draft, "http://127.0.0.1:" + binding.localAddress().getPort());
    Files.move(draft, where, StandardCopyOption.ATOMIC_MOVE);
  }

  private static CompletionStage<HttpResponse> answer(
      ActorSystem<SpawnProtocol.Command> system, HttpRequest request) {
    String key = request.getHeader("Idempotency-Key").orElseThrow().value();
    return request
        .entity()
        .toStrict(5_000, system)
        .thenCompose(_ -> BareWriter.start(system, key, 1, EVENT_BYTES))
        .thenApply(_ ->
            HttpResponse.create()
                .withStatus(StatusCodes.ACCEPTED)
                .withEntity(ContentTypes.APPLICATION_JSON, "{\"status\":\"queued\"}"));
  }
}

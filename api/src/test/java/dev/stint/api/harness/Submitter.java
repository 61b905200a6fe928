package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A client that wants its runs acknowledged whatever happens to the server: it repeats a request
 * with its key until the answer is 202. Each call of {@link #submit} is one wave.
 */
final class Submitter implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final ServedProcess server;
  private final Acknowledged acknowledged;
  private final ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
  private final List<Future<Void>> pending = new ArrayList<>();

  Submitter(ServedProcess server, Acknowledged acknowledged) {
    this.server = server;
    this.acknowledged = acknowledged;
  }

  /** Starts asking for the runs {@code from} (included) to {@code to}. */
  void submit(int from, int to, RandomGenerator random) {
    for (int n = from; n < to; n++) submit("crash-" + n, CrashJobs.of(n), random);
  }

  /** Starts asking for one run. */
  void submit(String key, String job, RandomGenerator random) {
    JsonNode inputs = CrashJobs.inputs(random);
    Callable<Void> client =
        () -> {
          acknowledged.add(new Acknowledged.Promise(key, untilAccepted(job, key, inputs), job));
          return null;
        };
    pending.add(clients.submit(client));
  }

  /** Returns when every request has been acknowledged; fails with the first that was not. */
  void await() throws Exception {
    for (Future<Void> request : pending) request.get();
  }

  private String untilAccepted(String job, String key, JsonNode inputs)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    String last = "no server";
    while (System.nanoTime() < end) {
      Optional<ApiCalls> api = server.api();
      if (api.isPresent()) {
        try {
          HttpResponse<String> answer = api.get().submit(job, key, inputs);
          if (answer.statusCode() == 202) return Json.parse(answer.body()).path("id").asText();
          last = answer.statusCode() + " " + answer.body();
          boolean later = answer.statusCode() == 429 || answer.statusCode() == 503;
          if (!later) throw new IllegalStateException(key + ": expected 202, found " + last);
        } catch (IOException e) {
          last = e.toString(); // killed in the middle: the key makes it safe to ask again
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IllegalStateException(key + " was not acknowledged in time; last: " + last);
  }

  @Override
  public void close() {
    clients.shutdownNow();
  }
}

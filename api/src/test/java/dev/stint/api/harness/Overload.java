package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that submit as fast as they can and never heed a refusal, against a server with little
 * room; then the runs that it accepted are all looked for.
 */
final class Overload {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: overload
      version: 1.0.0
      owner: group:overload
      tools:
        - {use: 'stint.noop@^1'}
        - {use: 'stint.flaky@^1', effect: write}
      plan:
        - id: slow
          tool: stint.flaky
          params: {delayMs: 100}
        - id: quick
          dependsOn: [slow]
          tool: stint.noop
          params: {value: 1}
      """;
  private static final Duration FILL_PATIENCE = Duration.ofSeconds(60);
  private static final Duration FINISH_PATIENCE = Duration.ofMinutes(2);

  private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder withoutRetryAfter = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();

  /**
   * What came of it.
   *
   * @param answers how often each HTTP status was given
   * @param broken requests without any answer
   * @param withoutRetryAfter refusals (429, 503) that do not say when to come back
   * @param accepted runs behind the answers 202
   * @param succeeded how many of these were found succeeded afterwards
   * @param rssMiB resident memory of the server, sampled four times a second; empty where the
   *     system does not tell
   */
  record Result(
      Map<Integer, Long> answers,
      long broken,
      long withoutRetryAfter,
      int accepted,
      int succeeded,
      double drainSeconds,
      List<Long> rssMiB) {

    long count(int status) {
      return answers.getOrDefault(status, 0L);
    }

    /** The most memory in the first or the second half of the samples. */
    long mostRss(boolean secondHalf) {
      int half = rssMiB.size() / 2;
      return (secondHalf ? rssMiB.subList(half, rssMiB.size()) : rssMiB.subList(0, half))
          .stream().mapToLong(Long::longValue).max().orElse(0);
    }
  }

  Result run(Path folder, List<String> program, int clients, Duration load) throws Exception {
    Path config = folder.resolve("small.conf");
    Files.writeString(config, "stint.run { max-active = 8, max-queued = 64 }\n");
    List<String> more = List.of("--config", config.toString());
    try (var server = new ServedProcess(folder, program, more, Map.of())) {
      server.start();
      ApiCalls api = server.api().orElseThrow();
      api.publish(JOB);
      List<Long> rss = press(server, api, clients, load);
      long start = System.nanoTime();
      int succeeded = awaitEnds(api);
      double drain = (System.nanoTime() - start) / 1e9;
      Map<Integer, Long> counts = new TreeMap<>();
      answers.forEach((status, count) -> counts.put(status, count.sum()));
      return new Result(
          counts, broken.sum(), withoutRetryAfter.sum(), accepted.size(), succeeded, drain, rss);
    }
  }

  private List<Long> press(ServedProcess server, ApiCalls api, int clients, Duration load)
      throws Exception {
    long end = System.nanoTime() + load.toNanos();
    List<Long> rss = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String client = "client-" + i + "-";
        running.add(
            threads.submit(() -> {
              for (int n = 0; pressing(end); n++) submit(api, client + n);
              return null;
            }));
      }
      while (pressing(end)) {
        long mib = residentMiB(server.pid());
        if (mib > 0) rss.add(mib);
        TimeUnit.MILLISECONDS.sleep(250);
      }
      for (Future<?> client : running) client.get();
    }
    return rss;
  }

  /** On a machine that is slow itself it takes longer until there is no room. */
  private boolean pressing(long end) {
    long now = System.nanoTime();
    return now < end || refusals.sum() == 0 && now < end + FILL_PATIENCE.toNanos();
  }

  private void submit(ApiCalls api, String key) throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = api.submit("overload", key, JsonNodeFactory.instance.objectNode());
    } catch (IOException _) {
      broken.increment();
      return;
    }
    int status = answer.statusCode();
    answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
    if (status == 202) accepted.add(Json.parse(answer.body()).path("id").asText());
    boolean refused = status == 429 || status == 503;
    if (refused) refusals.increment();
    String after = answer.headers().firstValue("Retry-After").orElse("");
    if (refused && !after.matches("[1-9]\\d*")) withoutRetryAfter.increment();
  }

  private int awaitEnds(ApiCalls api) throws IOException, InterruptedException {
    List<String> open = new ArrayList<>(accepted);
    int succeeded = 0;
    long end = System.nanoTime() + FINISH_PATIENCE.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      for (String run : List.copyOf(open)) {
        JsonNode found = api.run(run);
        String status = found.path("status").asText();
        if (status.equals("succeeded")) succeeded++;
        boolean going = status.equals("running") || status.equals("queued");
        if (!going) open.remove(run);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return succeeded;
  }

  private static long residentMiB(long pid) throws IOException {
    Path status = Path.of("/proc", String.valueOf(pid), "status");
    if (!Files.isReadable(status)) return 0;
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}

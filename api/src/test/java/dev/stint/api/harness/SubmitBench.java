package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What {@code scripts/bench submit} starts: clients that submit runs one after the other to a
 * server in a process of its own, and count what is answered 202, which is after the flush. The one
 * slot is taken, so that the runs queue and only submitting is measured. The same clients then
 * press a {@link BareServer}, unless {@code --only stint}. Arguments: {@code [--clients N]
 * [--warm-up S] [--seconds N] [--program LAUNCHER] [--only stint] [--json FILE]}.
 */
public final class SubmitBench {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: %s
      version: 1.0.0
      owner: group:bench
      tools:
        - {use: 'stint.flaky@^1', effect: write}
      plan:
        - id: slow
          tool: stint.flaky
          timeout: 1h
          params: {delayMs: 3600000}
      """;
  private static final String BODY = "{\"inputs\":{}}";

  private final int clients;
  private final Duration warmUp;
  private final Duration window;
  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private volatile boolean noting;

  private SubmitBench(int clients, Duration warmUp, Duration window) {
    this.clients = clients;
    this.warmUp = warmUp;
    this.window = window;
  }

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    int clients = (int) options.number("clients", 64);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up", 20));
    Duration window = Duration.ofSeconds(options.number("seconds", 10));
    IO.println(
        "server   clients   202 a second   a flush of the disk   p50 ms   p99 ms   server CPU us");
    ObjectNode figures = new SubmitBench(clients, warmUp, window).stint(options);
    print("stint", figures, clients);
    if (options.text("only", "").isEmpty()) {
      ObjectNode bare = new SubmitBench(clients, warmUp, window).bare();
      print("bare", bare, clients);
      double ratio =
          figures.path("submissions_per_second").asDouble()
              / bare.path("submissions_per_second").asDouble();
      IO.println(String.format(Locale.ROOT, "  stint / bare %.2f", ratio));
      figures.set("bare", bare);
      figures.put("stint_over_bare", ratio);
    }
    options.writeJson(figures);
  }

  private ObjectNode stint(Options options) throws Exception {
    try (var folder = new TempFolder("stint-submit")) {
      Path config = folder.path().resolve("one-slot.conf");
      Files.writeString(config, "stint.run { max-active = 1, max-queued = 100000000 }\n");
      List<String> program = ServedProcess.program(options);
      try (var server =
          new ServedProcess(
              folder.path(), program, List.of("--config", config.toString()), Map.of())) {
        server.start();
        long flushes = flushesPerSecond(folder.path());
        ApiCalls api = server.api().orElseThrow();
        for (String job : List.of("holder", "submitted")) api.publish(JOB.formatted(job));
        api.submit("holder", "holder", JsonNodeFactory.instance.objectNode());
        JsonNode where = Json.parse(Files.readString(server.data().resolve("server.json")));
        URI url = URI.create(where.path("url").asText());
        String token = Files.readString(server.data().resolve("token")).strip();
        return press(url, token, server.pid()).put("disk_flushes", flushes);
      }
    }
  }

  private ObjectNode bare() throws Exception {
    try (var folder = new TempFolder("bare-submit")) {
      Path journal = folder.path().resolve("journal");
      Path where = folder.path().resolve("url");
      try (var server =
          new BareProcess(
              folder.path(), BareServer.class, List.of(journal.toString(), where.toString()))) {
        server.await(where);
        long flushes = flushesPerSecond(folder.path());
        URI url = URI.create(Files.readString(where));
        return press(url, "none", server.pid()).put("disk_flushes", flushes);
      }
    }
  }

  private ObjectNode press(URI url, String token, long pid) throws Exception {
    long end = System.nanoTime() + warmUp.plus(window).toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String client = "client-" + i + "-";
        running.add(threads.submit(() -> submit(url, token, client, end)));
      }
      TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
      long cpu = cpuNanos(pid);
      long start = System.nanoTime();
      noting = true;
      TimeUnit.NANOSECONDS.sleep(window.toNanos());
      noting = false;
      long took = System.nanoTime() - start;
      cpu = cpuNanos(pid) - cpu;
      for (Future<?> client : running) client.get();
      return figures(took, cpu);
    }
  }

  private Void submit(URI url, String token, String client, long end) throws IOException {
    try (var connection = new PlainConnection(url, token, "/v1/jobs/submitted/runs")) {
      for (int n = 0; System.nanoTime() < end; n++) {
        long start = System.nanoTime();
        int status = connection.post(client + n, BODY);
        if (!noting) continue;
        statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
        if (status == 202) nanos.add(System.nanoTime() - start);
      }
    }
    return null;
  }

  private static long cpuNanos(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Duration::toNanos)
        .orElse(0L);
  }

  private ObjectNode figures(long tookNanos, long cpuNanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    ObjectNode answers = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(statuses).forEach((status, count) -> answers.put("" + status, count.sum()));
    if (sorted.length == 0) throw new IllegalStateException("nothing was accepted: " + answers);
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.set("answers", answers);
    return figures
        .put("submissions_per_second", Math.round(sorted.length * 1e9 / tookNanos))
        .put("p50_ms", millis(sorted, 0.5))
        .put("p99_ms", millis(sorted, 0.99))
        .put("server_cpu_micros", Math.round(cpuNanos / 1e3 / sorted.length));
  }

  private static double millis(long[] sorted, double share) {
    int at = (int) Math.min(sorted.length - 1, (long) (share * sorted.length));
    return Math.round(sorted[at] / 1e4) / 100.0;
  }

  private static void print(String name, ObjectNode figures, int clients) {
    double perFlush =
        figures.path("submissions_per_second").asDouble()
            / Math.max(1, figures.path("disk_flushes").asLong());
    IO.println(
        String.format(
            Locale.ROOT,
            "%-8s %7d %14d %21.2f %8.2f %8.2f %15d   %s",
            name,
            clients,
            figures.path("submissions_per_second").asLong(),
            perFlush,
            figures.path("p50_ms").asDouble(),
            figures.path("p99_ms").asDouble(),
            figures.path("server_cpu_micros").asLong(),
            figures.path("answers")));
  }

  /** What the disk itself gives: appends of one event, each flushed. */
  static long flushesPerSecond(Path folder) throws IOException {
    Path probe = folder.resolve("probe");
    try (var file = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long start = System.nanoTime();
      long flushes = 0;
      while (System.nanoTime() - start < Duration.ofMillis(300).toNanos()) {
        file.write(ByteBuffer.allocate(400));
        file.force(false);
        flushes++;
      }
      return flushes * 1_000_000_000L / (System.nanoTime() - start);
    }
  }
}

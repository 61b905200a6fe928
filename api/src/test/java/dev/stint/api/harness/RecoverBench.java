package dev.stint.api.harness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What {@code scripts/bench recover} starts: a server with many runs in the middle of a step is
 * killed with SIGKILL and started again; measured is the time from the start of the process until
 * every run has recorded that its attempt was lost and is at work again. Beside it, unless {@code
 * --only stint}, {@link BareRecovery}. Arguments: {@code [--runs N] [--program LAUNCHER] [--only
 * stint] [--json FILE]}.
 */
public final class RecoverBench {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: unfinished
      version: 1.0.0
      owner: group:bench
      tools:
        - {use: 'stint.noop@^1'}
        - {use: 'stint.flaky@^1', effect: write}
      plan:
        - id: quick
          tool: stint.noop
          params: {value: 1}
        - id: slow
          dependsOn: [quick]
          tool: stint.flaky
          timeout: 1h
          params: {delayMs: 3600000}
      """;
  private static final int CLIENTS = 16;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(4);

  /** Events of a run in the middle of its slow step; afterwards one for the loss, one for more. */
  private static final int EVENTS = 5;

  private RecoverBench() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    int runs = (int) options.number("runs", 10_000);
    try (var folder = new TempFolder("stint-recover")) {
      Path config = folder.path().resolve("many.conf");
      Files.writeString(config, "stint.run { max-active = 1000000, passivate-after = 1h }\n");
      List<String> program = ServedProcess.program(options);
      try (var server =
          new ServedProcess(
              folder.path(), program, List.of("--config", config.toString()), Map.of())) {
        server.start();
        submit(server, runs);
        long events = awaitOffset(server, 1 + (long) EVENTS * runs);
        server.kill();
        long flushes = SubmitBench.flushesPerSecond(folder.path());
        long start = System.nanoTime();
        server.start();
        double up = (System.nanoTime() - start) / 1e9;
        awaitOffset(server, events + 2L * runs);
        double all = (System.nanoTime() - start) / 1e9;
        double cpu =
            ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
        print(runs, up, all, cpu, flushes);
        ObjectNode figures = figures(runs, up, all, cpu, flushes);
        server.kill();
        if (options.text("only", "").isEmpty()) {
          double bare = bare(folder.path(), runs);
          IO.println(
              String.format(
                  Locale.ROOT,
                  "bare persistent actors: %.2f s; stint takes %.2f of it",
                  bare,
                  all / bare));
          figures.put("bare_seconds", bare).put("stint_over_bare", all / bare);
        }
        options.writeJson(figures);
      }
    }
  }

  /** Seconds that bare actors take from the start of their process. */
  private static double bare(Path folder, int runs) throws Exception {
    var written = folder.resolve("written");
    var recovered = folder.resolve("recovered");
    bare(folder, runs, EVENTS, written);
    long start = System.nanoTime();
    bare(folder, runs, 2, recovered);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void bare(Path folder, int runs, int events, Path ready) throws Exception {
    List<String> arguments =
        List.of(folder.resolve("bare").toString(), "" + runs, "" + events, ready.toString());
    try (var process = new BareProcess(folder, BareRecovery.class, arguments)) {
      process.await(ready);
    }
  }

  private static void submit(ServedProcess server, int runs) throws Exception {
    ApiCalls api = server.api().orElseThrow();
    api.publish(JOB);
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        clients.add(
            threads.submit(() -> {
              for (int n = first; n < runs; n += CLIENTS) submit(api, "run-" + n);
              return null;
            }));
      }
      for (Future<?> client : clients) client.get();
    }
  }

  private static void submit(ApiCalls api, String key) throws Exception {
    HttpResponse<String> answer =
        api.submit("unfinished", key, JsonNodeFactory.instance.objectNode());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("expected 202, found " + answer.statusCode());
    }
  }

  /** Waits until the journal has so many events, and returns how many it has. */
  private static long awaitOffset(ServedProcess server, long wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long offset = offset(server.api().orElseThrow());
    while (offset < wanted) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "expected " + wanted + " events, found " + offset + "\n" + server.tail());
      }
      TimeUnit.MILLISECONDS.sleep(50);
      offset = offset(server.api().orElseThrow());
    }
    return offset;
  }

  private static long offset(ApiCalls api) throws IOException, InterruptedException {
    return api.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("stint_journal_offset "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  private static void print(int runs, double up, double all, double cpu, long flushes) {
    IO.println("runs   answers HTTP s   all at work s   CPU s of it   disk flushes/s");
    IO.println(
        String.format(Locale.ROOT, "%6d %14.2f %15.2f %13.2f %16d", runs, up, all, cpu, flushes));
  }

  private static ObjectNode figures(int runs, double up, double all, double cpu, long flushes) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("runs", runs)
        .put("answers_after_seconds", up)
        .put("all_at_work_after_seconds", all)
        .put("cpu_seconds", cpu)
        .put("disk_flushes", flushes);
  }
}

package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs of ten steps that do nothing, through the real run and step actors, journal and views on
 * LevelDB with a flush before every answer; beside them, in the same process, a {@link Yardstick}
 * that persists as many events. With {@code --ahead off} every step has a flush of its own, as
 * steps that act have. Arguments: {@code [--window MS] [--warm-up MS] [--in-flight N,N] [--ahead
 * on|off] [--json FILE] [--only stint]}.
 */
public final class RunBench {
  static final int STEPS = 10;
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private RunBench() {}

  public static void main(String[] args) throws Exception {
    BenchArgs options = BenchArgs.of(args);
    Duration window = Duration.ofMillis(options.number("window", 5000));
    Duration warmUp = Duration.ofMillis(options.number("warm-up", 20_000));
    List<Figures> all = new ArrayList<>();
    String node = "stint.run.compute-ahead = " + options.text("ahead", "on");
    try (var folder = new TempFolder("run-bench")) {
      long events = eventsOfOneRun(folder.path().resolve("probe"), node);
      boolean alone = options.text("only", "").equals("stint");
      compile(folder.path(), node, events, warmUp, alone);
      IO.println("a run: " + STEPS + " steps, " + events + " durable events");
      IO.println(Figures.HEAD);
      for (String number : options.text("in-flight", "1,64,256").split(",")) {
        int parallel = Integer.parseInt(number);
        Figures stint =
            stint(
                folder.path().resolve("stint-" + parallel), node, parallel, events, SETTLE, window);
        all.add(stint);
        IO.println(stint.line());
        if (alone) continue;
        Figures pekko =
            pekko(folder.path().resolve("pekko-" + parallel), parallel, events, SETTLE, window);
        all.add(pekko);
        IO.println(pekko.line());
        IO.println(
            String.format(
                Locale.ROOT,
                "%-22s %9d %9.2f",
                "  stint / yardstick",
                parallel,
                stint.runsPerSecond() / pekko.runsPerSecond()));
      }
    }
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    all.forEach(figures -> json.add(figures.json()));
    options.writeJson(json);
  }

  /** What a fresh JVM interprets would be measured otherwise. */
  private static void compile(Path folder, String node, long events, Duration warmUp, boolean alone)
      throws Exception {
    stint(folder.resolve("warm-stint"), node, 64, events, warmUp, warmUp);
    if (alone) return;
    pekko(folder.resolve("warm-pekko"), 64, events, warmUp.dividedBy(4), warmUp.dividedBy(4));
  }

  private static long eventsOfOneRun(Path data, String settings) throws Exception {
    try (var node = new BenchNode(data, settings)) {
      node.publish(BenchJobs.sequence(STEPS));
      RunState state = node.run("bench_sequence").get(30, TimeUnit.SECONDS);
      return state.seq();
    }
  }

  private static Figures stint(
      Path data, String settings, int parallel, long events, Duration warmUp, Duration window)
      throws Exception {
    try (var node = new BenchNode(data, settings);
        var load = new Load(() -> succeeded(node.run("bench_sequence")))) {
      node.publish(BenchJobs.sequence(STEPS));
      return load.measure("stint", parallel, events, warmUp, window);
    }
  }

  private static CompletableFuture<?> succeeded(CompletableFuture<RunState> run) {
    return run.thenAccept(state -> {
      if (state.status() != RunStatus.SUCCEEDED) {
        throw new IllegalStateException("expected succeeded, found " + state.phase());
      }
    });
  }

  private static Figures pekko(
      Path data, int parallel, long events, Duration warmUp, Duration window)
      throws IOException, InterruptedException {
    Files.createDirectories(data);
    try (var yardstick = new Yardstick(data, events);
        var load = new Load(yardstick::run)) {
      return load.measure("pekko-leveldb, bare", parallel, events, warmUp, window);
    }
  }
}

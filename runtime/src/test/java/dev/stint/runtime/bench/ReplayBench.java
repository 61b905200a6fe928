package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.replay.RunVerification;
import dev.stint.runtime.replay.RunVerifier;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Verifying replays of recorded runs of ten steps: as decided, and with what steps asked for, by
 * one thread, and by as many as there are processors, as several runs are verified; beside them, in
 * the same process, reading and checking the same records alone. Arguments: {@code [--runs N]
 * [--rounds N] [--json FILE]}.
 */
public final class ReplayBench {
  private static final int AT_ONCE = 64;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private ReplayBench() {}

  public static void main(String[] args) throws Exception {
    BenchArgs options = BenchArgs.of(args);
    int count = (int) options.number("runs", 3000);
    int rounds = (int) options.number("rounds", 5);
    try (var folder = new TempFolder("replay-bench");
        var node = new BenchNode(folder.path(), "")) {
      List<RunId> runs = record(node, count);
      RunVerifier verifier = node.node().replays().verifier();
      ArrayNode json = JsonNodeFactory.instance.arrayNode();
      IO.println(
          "%d runs, %d rounds, the best of them; one thread unless said otherwise"
              .formatted(count, rounds));
      double read =
          best("read and check", rounds, json, () -> sum(runs.stream(), run -> read(node, run)));
      double decided =
          best(
              "verify, decisions only",
              rounds,
              json,
              () -> sum(runs.stream(), run -> holds(verifier, run, false)));
      double all =
          best(
              "verify, with requests",
              rounds,
              json,
              () -> sum(runs.stream(), run -> holds(verifier, run, true)));
      best(
          "the same, all processors",
          rounds,
          json,
          () -> sum(runs.parallelStream(), run -> holds(verifier, run, true)));
      IO.println(
          String.format(
              Locale.ROOT,
              "  decisions only / read %.2f, with requests / read %.2f",
              decided / read,
              all / read));
      options.writeJson(json);
    }
  }

  private static List<RunId> record(BenchNode node, int count) throws Exception {
    node.publish(BenchJobs.sequence(RunBench.STEPS));
    List<RunId> runs = new ArrayList<>();
    while (runs.size() < count) {
      List<CompletableFuture<RunState>> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_ONCE, count - runs.size()); i++) {
        batch.add(node.run("bench_sequence"));
      }
      for (CompletableFuture<RunState> run : batch) {
        runs.add(run.get(60, TimeUnit.SECONDS).submitted().run());
      }
    }
    return runs;
  }

  private static long sum(Stream<RunId> runs, ToLongFunction<RunId> replay) {
    return runs.mapToLong(replay).sum();
  }

  /**
   * @param replay of all runs, giving the number of their events
   */
  private static double best(String name, int rounds, ArrayNode json, LongSupplier replay) {
    double best = 0;
    double micros = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      long started = System.nanoTime();
      long cpu = THREADS.getCurrentThreadCpuTime();
      long events = replay.getAsLong();
      micros = Math.min(micros, (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / events);
      best = Math.max(best, events * 1e9 / (System.nanoTime() - started));
    }
    IO.println(
        String.format(
            Locale.ROOT,
            "%-24s %,12.0f events/s %8.2f us of this thread's processor",
            name,
            best,
            micros));
    json.addObject()
        .put("name", name)
        .put("events_per_second", Math.round(best))
        .put("thread_cpu_micros", micros);
    return best;
  }

  private static long read(BenchNode node, RunId run) {
    return node.node().reader().history(run, 1, Integer.MAX_VALUE).stream()
        .map(JournalEventTail::recorded)
        .count();
  }

  private static long holds(RunVerifier verifier, RunId run, boolean requests) {
    RunVerification found = verifier.verify(run, requests);
    if (!found.holds()) throw new IllegalStateException(found.toString());
    return found.events();
  }
}

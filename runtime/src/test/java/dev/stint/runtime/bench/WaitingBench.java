package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.run.RunReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a run costs that waits for a person: heap while it is in memory, heap once it has left,
 * disk. Arguments: {@code [--runs N] [--tenths on] [--json FILE]}; with {@code --tenths on} what
 * {@link WaitingTenths} measures instead.
 */
public final class WaitingBench {
  private static final int AT_ONCE = 64;
  private static final int WARM_UP = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private WaitingBench() {}

  private record Costs(long before, long active, long entities, long diskBefore, long disk) {}

  public static void main(String[] args) throws Exception {
    BenchArgs options = BenchArgs.of(args);
    int runs = (int) options.number("runs", 10_000);
    if (options.text("tenths", "off").equals("on")) {
      WaitingTenths.measure(options, runs);
      return;
    }
    try (var folder = new TempFolder("waiting-bench")) {
      List<RunId> ids = Collections.synchronizedList(new ArrayList<>());
      long start = System.nanoTime();
      Costs costs = active(folder.path(), runs, ids);
      double submitSeconds = (System.nanoTime() - start) / 1e9;
      long[] passive = passivated(folder.path(), ids);
      IO.println(String.format(Locale.ROOT, "%d runs wait for an approval", runs));
      row("", "live heap MiB", "KiB a run");
      row("node before", mib(costs.before), "");
      row(
          costs.entities + " entities active",
          mib(costs.active),
          kib(costs.active - costs.before, runs));
      row("fresh node, same folder", mib(passive[0]), "");
      row("  all woken, then passive", mib(passive[1]), kib(passive[1] - passive[0], runs));
      row("disk, journal and views", mib(costs.disk), kib(costs.disk - costs.diskBefore, runs));
      IO.println(
          String.format(
              Locale.ROOT,
              "all waiting after %.1f s; woken and passive again after %.1f s; approving one"
                  + " passive run to its end: %.1f ms",
              submitSeconds,
              passive[2] / 1e9,
              passive[3] / 1e6));
      options.writeJson(
          JsonNodeFactory.instance
              .objectNode()
              .put("runs", runs)
              .put("heap_before", costs.before)
              .put("entities_active", costs.entities)
              .put("heap_active", costs.active)
              .put("heap_fresh_node", passive[0])
              .put("heap_passive", passive[1])
              .put("disk", costs.disk - costs.diskBefore)
              .put("wake_one_nanos", passive[3]));
    }
  }

  /** All runs submitted and in memory at once. */
  private static Costs active(Path data, int runs, List<RunId> ids) throws Exception {
    try (var node = new BenchNode(data, "stint.run.passivate-after = 1h")) {
      node.publish(BenchJobs.gated());
      submit(node, WARM_UP, Collections.synchronizedList(new ArrayList<>()));
      long before = LiveHeap.bytes();
      long diskBefore = TempFolder.bytes(data);
      submit(node, runs, ids);
      settle(node);
      return new Costs(
          before, LiveHeap.bytes(), node.entities(), diskBefore, TempFolder.bytes(data));
    }
  }

  private static void submit(BenchNode node, int runs, List<RunId> ids) throws Exception {
    var places = new Semaphore(AT_ONCE);
    for (int i = 0; i < runs; i++) {
      places.acquire();
      node.run("bench_gated")
          .whenComplete((state, _) -> {
            if (state != null && state.status() == RunStatus.WAITING) {
              ids.add(state.submitted().run());
            }
            places.release();
          });
    }
    places.acquire(AT_ONCE);
    places.release(AT_ONCE);
  }

  /** The views follow the journal; what they hold meanwhile is not what a waiting run costs. */
  private static void settle(BenchNode node) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (node.node().viewLag() > 0 && System.nanoTime() < end) TimeUnit.MILLISECONDS.sleep(50);
  }

  /** Heap of a fresh node, and after it had every run in memory and let it go; nanoseconds. */
  private static long[] passivated(Path data, List<RunId> ids) throws Exception {
    try (var node = new BenchNode(data, "stint.run.passivate-after = 1s")) {
      settle(node);
      long before = LiveHeap.bytes();
      long start = System.nanoTime();
      for (RunId id : ids) node.node().runs().wake(id);
      TimeUnit.SECONDS.sleep(1);
      node.awaitNoEntities(PATIENCE);
      long took = System.nanoTime() - start;
      long after = LiveHeap.bytes();
      return new long[] {before, after, took, approveOne(node, ids.getFirst())};
    }
  }

  private static long approveOne(BenchNode node, RunId run) throws Exception {
    long start = System.nanoTime();
    if (!(node.approve(run) instanceof RunReply.Done)) {
      throw new IllegalStateException("the approval of " + run + " was refused");
    }
    RunState state = node.node().reader().run(run).orElseThrow().state();
    while (!state.finished() && System.nanoTime() - start < PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(1);
      state = node.node().reader().run(run).orElseThrow().state();
    }
    return System.nanoTime() - start;
  }

  private static void row(String what, String heap, String each) {
    IO.println(String.format(Locale.ROOT, "%-28s %14s %12s", what, heap, each));
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
  }

  private static String kib(long bytes, int runs) {
    return String.format(Locale.ROOT, "%.2f", bytes / 1024.0 / runs);
  }
}

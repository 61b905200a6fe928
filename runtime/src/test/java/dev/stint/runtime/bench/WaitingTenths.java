package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.persistence.event.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether a node's memory depends on how many runs wait: runs leave memory as in production, and
 * after each tenth of them the heap is counted once nothing is left to do.
 */
final class WaitingTenths {
  private static final int AT_ONCE = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * @param heap bytes in use after a collection, with no run entity left
   * @param disk bytes of the data folder
   */
  private record Tenth(long waiting, long heap, long disk, double seconds) {}

  private WaitingTenths() {}

  static void measure(BenchArgs options, int runs) throws Exception {
    IO.println("runs waiting   live heap MiB   disk MiB   seconds so far");
    List<Tenth> tenths = new ArrayList<>();
    try (var folder = new TempFolder("waiting-tenths");
        var node = new BenchNode(folder.path(), "stint.run.passivate-after = 1s")) {
      node.publish(BenchJobs.gated());
      var waiting = new LongAdder();
      long start = System.nanoTime();
      for (int i = 0; i <= 10; i++) {
        if (i > 0) submit(node, runs / 10, waiting);
        Tenth tenth = settled(node, folder.path(), waiting.sum(), start);
        tenths.add(tenth);
        IO.println(
            String.format(
                Locale.ROOT,
                "%,12d %15.1f %10.1f %16.0f",
                tenth.waiting,
                tenth.heap / 1048576.0,
                tenth.disk / 1048576.0,
                tenth.seconds));
      }
    }
    // The first tenth fills what is bounded: caches, compiled code, pools.
    Tenth first = tenths.get(1);
    Tenth last = tenths.getLast();
    long more = last.waiting - first.waiting;
    IO.println(
        String.format(
            Locale.ROOT,
            "between the first tenth and the last: %.3f KiB of heap and %.2f KiB of disk a run",
            (last.heap - first.heap) / 1024.0 / more,
            (last.disk - first.disk) / 1024.0 / more));
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Tenth tenth : tenths) {
      json.addObject()
          .put("waiting", tenth.waiting)
          .put("heap", tenth.heap)
          .put("disk", tenth.disk);
    }
    options.writeJson(json);
  }

  private static Tenth settled(BenchNode node, Path data, long waiting, long start)
      throws Exception {
    node.awaitNoEntities(PATIENCE);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (node.node().viewLag() > 0 && System.nanoTime() < end) TimeUnit.MILLISECONDS.sleep(50);
    return new Tenth(
        waiting, LiveHeap.bytes(), TempFolder.bytes(data), (System.nanoTime() - start) / 1e9);
  }

  private static void submit(BenchNode node, int runs, LongAdder waiting) throws Exception {
    var places = new Semaphore(AT_ONCE);
    for (int i = 0; i < runs; i++) {
      places.acquire();
      node.run("bench_gated")
          .whenComplete((state, _) -> {
            if (state != null && state.status() == RunStatus.WAITING) waiting.increment();
            places.release();
          });
    }
    places.acquire(AT_ONCE);
  }
}

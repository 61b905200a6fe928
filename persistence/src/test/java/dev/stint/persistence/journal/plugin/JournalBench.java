package dev.stint.persistence.journal.plugin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.LoggerFactory;

/**
 * Events per second of {@code stint.journal} beside another journal on the same kind of store, both
 * flushed, in one process and in turns. Arguments: {@code [--store leveldb|rocksdb|postgres]
 * [--window MS] [--writers N,N] [--json FILE] [--rounds N] [--only stint]}.
 */
public final class JournalBench {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * @param cpuMicros processor time of the whole process for each event, the writers included: what
   *     a busy machine changes least; a database server's own is not in it
   * @param failed writers that a failure of the journal has stopped
   */
  private record Figure(long perSecond, double cpuMicros, long failed) {}

  private JournalBench() {}

  public static void main(String[] args) throws IOException {
    // Writers that a journal fails say so one by one; here they are counted.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
    var window = Duration.ofMillis(Long.parseLong(options.getOrDefault("--window", "1000")));
    int rounds = Integer.parseInt(options.getOrDefault("--rounds", "3"));
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    Path dir = Files.createTempDirectory("journal-bench");
    boolean alone = options.getOrDefault("--only", "").equals("stint");
    try (BenchJournals journals = BenchJournals.of(options.getOrDefault("--store", "leveldb"))) {
      discard(journals, dir, window, alone);
      compare(journals, options, dir, window, rounds, alone, json);
    }
    delete(dir);
    if (options.containsKey("--json")) {
      Files.writeString(Path.of(options.get("--json")), json.toPrettyString() + "\n");
    }
  }

  private static void compare(
      BenchJournals journals,
      Map<String, String> options,
      Path dir,
      Duration window,
      int rounds,
      boolean alone,
      ArrayNode json)
      throws IOException {
    IO.println("stint on %s, beside %s".formatted(journals.store(), journals.rivalName()));
    IO.println(
        "         ---------------- stint ---------------  ---------------- other ---------------");
    IO.println(
        "writers   events/s  CPU us  disk fl./s  failed   events/s  CPU us  disk fl./s  failed   ratio");
    for (String number : options.getOrDefault("--writers", "1,16,64,256").split(",")) {
      int writers = Integer.parseInt(number);
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        Path folder = Files.createDirectories(dir.resolve(writers + "-" + round));
        ratios[round] = round(journals, folder, writers, window, json, alone);
      }
      Arrays.sort(ratios);
      IO.println(
          String.format(
              Locale.ROOT,
              "%7d   median ratio of %d rounds %27.2f  [%.2f..%.2f]",
              writers,
              rounds,
              ratios[rounds / 2],
              ratios[0],
              ratios[rounds - 1]));
    }
  }

  /** A fresh JVM interprets; what that costs is not what is asked. */
  private static void discard(BenchJournals journals, Path dir, Duration window, boolean alone) {
    run(journals.stint(dir.resolve("discarded-stint")), 64, window.multipliedBy(2));
    if (!alone) run(journals.rival(dir.resolve("discarded-rival")), 64, window.multipliedBy(2));
  }

  /** Both journals, one after the other, each beside what the disk gives just before it. */
  private static double round(
      BenchJournals journals, Path dir, int writers, Duration window, ArrayNode json, boolean alone)
      throws IOException {
    long stintDisk = FlushProbe.flushesPerSecond(dir);
    Figure stint = run(journals.stint(dir.resolve("stint")), writers, window);
    long rivalDisk = FlushProbe.flushesPerSecond(dir);
    Figure rival =
        alone ? new Figure(0, 0, 0) : run(journals.rival(dir.resolve("rival")), writers, window);
    double ratio = stint.perSecond() / (double) Math.max(1, rival.perSecond());
    IO.println(
        String.format(
            Locale.ROOT,
            "%7d %10d %7.1f %11d %7d %10d %7.1f %11d %7d %7.2f",
            writers,
            stint.perSecond(),
            stint.cpuMicros(),
            stintDisk,
            stint.failed(),
            rival.perSecond(),
            rival.cpuMicros(),
            rivalDisk,
            rival.failed(),
            ratio));
    json.addObject()
        .put("store", journals.store())
        .put("other", journals.rivalName())
        .put("writers", writers)
        .put("stint_failed_writers", stint.failed())
        .put("other_failed_writers", rival.failed())
        .put("stint_events_per_second", stint.perSecond())
        .put("stint_cpu_micros_per_event", stint.cpuMicros())
        .put("stint_disk_flushes_per_second", stintDisk)
        .put("other_events_per_second", rival.perSecond())
        .put("other_cpu_micros_per_event", rival.cpuMicros())
        .put("other_disk_flushes_per_second", rivalDisk)
        .put("ratio", Math.round(ratio * 100) / 100.0);
    return ratio;
  }

  private static Figure run(Config settings, int writers, Duration window) {
    // As a node has it; for both.
    var threads =
        ConfigFactory.parseString(
            "pekko.actor.default-dispatcher.fork-join-executor.parallelism-min = 2");
    var kit = ActorTestKit.create(threads.withFallback(settings));
    try {
      var count = new LongAdder();
      var failed = new LongAdder();
      for (int n = 0; n < writers; n++) {
        ActorRef<BenchWriter.Go> writer =
            kit.spawn(BenchWriter.create("bench-" + n, count, failed));
        writer.tell(new BenchWriter.Go());
      }
      measure(count, failed, window); // warm-up, discarded
      return measure(count, failed, window);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Figure measure(LongAdder count, LongAdder failed, Duration window) {
    long start = System.nanoTime();
    long end = start + window.toNanos();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    count.reset();
    while (System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
    }
    long took = System.nanoTime() - start;
    long cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
    long events = count.sum();
    return new Figure(
        events * 1_000_000_000L / took,
        Math.round(cpu / 100.0 / Math.max(1, events)) / 10.0,
        failed.sum());
  }

  private static void delete(Path dir) throws IOException {
    try (var files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}

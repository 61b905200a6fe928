package dev.stint.persistence.journal.plugin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
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
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * Events per second of {@code stint.journal} beside Pekko's own LevelDB journal, both native and
 * flushed, in one process and in turns. Arguments: {@code [--window MS] [--writers N,N] [--json
 * FILE] [--rounds N] [--only stint]}.
 */
public final class JournalBench {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * @param cpuMicros processor time of the whole process for each event, the writers included: what
   *     a busy machine changes least
   */
  private record Figure(long perSecond, double cpuMicros) {}

  private JournalBench() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
    var window = Duration.ofMillis(Long.parseLong(options.getOrDefault("--window", "1000")));
    int rounds = Integer.parseInt(options.getOrDefault("--rounds", "3"));
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    Path dir = Files.createTempDirectory("journal-bench");
    boolean alone = options.getOrDefault("--only", "").equals("stint");
    discard(dir, window, alone);
    IO.println("         ----------- stint -----------  -------- pekko-leveldb -------");
    IO.println("writers   events/s  CPU us  disk fl./s   events/s  CPU us  disk fl./s   ratio");
    for (String number : options.getOrDefault("--writers", "1,16,64,256").split(",")) {
      int writers = Integer.parseInt(number);
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        Path folder = Files.createDirectories(dir.resolve(writers + "-" + round));
        ratios[round] = round(folder, writers, window, json, alone);
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
    delete(dir);
    if (options.containsKey("--json")) {
      Files.writeString(Path.of(options.get("--json")), json.toPrettyString() + "\n");
    }
  }

  /** A fresh JVM interprets; what that costs is not what is asked. */
  private static void discard(Path dir, Duration window, boolean alone) {
    run(stint(dir.resolve("discarded-stint")), 64, window.multipliedBy(2));
    if (!alone) run(pekko(dir.resolve("discarded-pekko")), 64, window.multipliedBy(2));
  }

  /** Both journals, one after the other, each beside what the disk gives just before it. */
  private static double round(Path dir, int writers, Duration window, ArrayNode json, boolean alone)
      throws IOException {
    long stintDisk = FlushProbe.flushesPerSecond(dir);
    Figure stint = run(stint(dir.resolve("stint")), writers, window);
    long pekkoDisk = FlushProbe.flushesPerSecond(dir);
    Figure pekko = alone ? new Figure(0, 0) : run(pekko(dir.resolve("pekko")), writers, window);
    double ratio = stint.perSecond() / (double) pekko.perSecond();
    IO.println(
        String.format(
            Locale.ROOT,
            "%7d %10d %7.1f %11d %10d %7.1f %11d %7.2f",
            writers,
            stint.perSecond(),
            stint.cpuMicros(),
            stintDisk,
            pekko.perSecond(),
            pekko.cpuMicros(),
            pekkoDisk,
            ratio));
    json.addObject()
        .put("writers", writers)
        .put("stint_events_per_second", stint.perSecond())
        .put("stint_cpu_micros_per_event", stint.cpuMicros())
        .put("stint_disk_flushes_per_second", stintDisk)
        .put("pekko_events_per_second", pekko.perSecond())
        .put("pekko_cpu_micros_per_event", pekko.cpuMicros())
        .put("pekko_disk_flushes_per_second", pekkoDisk)
        .put("ratio", Math.round(ratio * 100) / 100.0);
    return ratio;
  }

  private static Config stint(Path dir) {
    return ConfigFactory.parseString(
            """
            stint.journal.leveldb.free-space-floor = 64 MiB
            stint.journal.leveldb.ballast = 16 MiB
            """)
        .withFallback(JournalConfig.system(dir));
  }

  private static Config pekko(Path dir) {
    return ConfigFactory.parseString(
            """
            pekko.persistence.journal.plugin = "pekko.persistence.journal.leveldb"
            pekko.persistence.journal.leveldb { dir = "%s", native = on, fsync = on }
            """
                .formatted(dir))
        .withFallback(JournalConfig.system(dir.resolveSibling("unused")));
  }

  private static Figure run(Config settings, int writers, Duration window) {
    var kit = ActorTestKit.create(settings);
    try {
      var count = new LongAdder();
      for (int n = 0; n < writers; n++) {
        ActorRef<Writer.Go> writer = kit.spawn(Writer.create("bench-" + n, count));
        writer.tell(new Writer.Go());
      }
      measure(count, window); // warm-up, discarded
      return measure(count, window);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static Figure measure(LongAdder count, Duration window) {
    long start = System.nanoTime();
    long end = start + window.toNanos();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    count.reset();
    while (System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
    }
    long took = System.nanoTime() - start;
    long cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
    long events = Math.max(1, count.sum());
    return new Figure(events * 1_000_000_000L / took, Math.round(cpu / 100.0 / events) / 10.0);
  }

  private static void delete(Path dir) throws IOException {
    try (var files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  /** Persists one event after the other, as fast as the journal answers. */
  private static final class Writer extends EventSourcedBehavior<Writer.Go, Noted, Long> {
    record Go() {}

    private final ActorRef<Go> self;
    private final LongAdder count;

    static Behavior<Go> create(String id, LongAdder count) {
      return Behaviors.setup(context -> new Writer(id, context.getSelf(), count));
    }

    private Writer(String id, ActorRef<Go> self, LongAdder count) {
      super(PersistenceId.ofUniqueId(id));
      this.self = self;
      this.count = count;
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Go, Noted, Long> commandHandler() {
      return (state, go) ->
          Effect()
              .persist(new Noted(state + "-" + "x".repeat(380)))
              .thenRun(after -> {
                count.increment();
                self.tell(go);
              });
    }

    @Override
    public EventHandler<Long, Noted> eventHandler() {
      return (state, event) -> state + 1;
    }
  }
}

package dev.stint.persistence.journal.plugin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import java.io.IOException;
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
 * FILE]}.
 */
public final class JournalBench {
  private static final int WINDOWS = 3;

  private JournalBench() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
    var window = Duration.ofMillis(Long.parseLong(options.getOrDefault("--window", "2000")));
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    Path dir = Files.createTempDirectory("journal-bench");
    IO.println("journal        writers   events/s  [min..max]");
    for (String number : options.getOrDefault("--writers", "1,16,64,256").split(",")) {
      int writers = Integer.parseInt(number);
      long stint = rate("stint", writers, stint(dir.resolve("stint-" + writers)), window, json);
      long pekko =
          rate("pekko-leveldb", writers, pekko(dir.resolve("pekko-" + writers)), window, json);
      IO.println(
          String.format(Locale.ROOT, "  ratio        %7d %10.2f", writers, stint / (double) pekko));
    }
    delete(dir);
    if (options.containsKey("--json")) {
      Files.writeString(Path.of(options.get("--json")), json.toPrettyString() + "\n");
    }
  }

  private static long rate(
      String journal, int writers, Config settings, Duration window, ArrayNode json) {
    long[] rates = run(settings, writers, window);
    print(journal, writers, rates);
    long median = rates[WINDOWS / 2];
    json.addObject().put("name", journal).put("writers", writers).put("events_per_second", median);
    return median;
  }

  private static void print(String journal, int writers, long[] rates) {
    Arrays.sort(rates);
    IO.println(
        String.format(
            Locale.ROOT,
            "%-14s %7d %10d  [%d..%d]",
            journal,
            writers,
            rates[WINDOWS / 2],
            rates[0],
            rates[WINDOWS - 1]));
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

  private static long[] run(Config settings, int writers, Duration window) {
    var kit = ActorTestKit.create(settings);
    try {
      var count = new LongAdder();
      for (int n = 0; n < writers; n++) {
        ActorRef<Writer.Go> writer = kit.spawn(Writer.create("bench-" + n, count));
        writer.tell(new Writer.Go());
      }
      measure(count, window); // warm-up, discarded
      long[] rates = new long[WINDOWS];
      for (int i = 0; i < WINDOWS; i++) rates[i] = measure(count, window);
      return rates;
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static long measure(LongAdder count, Duration window) {
    long start = System.nanoTime();
    long end = start + window.toNanos();
    count.reset();
    while (System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
    }
    return count.sum() * 1_000_000_000L / (System.nanoTime() - start);
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

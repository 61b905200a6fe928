package dev.stint.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.stint.persistence.journal.store.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 2: whatever was acknowledged survives {@code kill -9}; over every store. */
public class CrashTest {
  private static final int WRITERS = 8;

  @TempDir protected static Path dir; // the same folder is killed again and again

  /** The section {@code stint.journal} of the store that is killed. */
  protected Config journal() {
    return JournalConfig.journal(dir);
  }

  /** Writes to eight runs as fast as it can and says what was acknowledged. */
  public static final class Writer {
    public static void main(String[] args) {
      var journal = StintJournal.open(ConfigFactory.parseString(args[0]));
      for (int run = 0; run < WRITERS; run++) {
        String pid = "run-" + run;
        next(journal, pid, journal.store().head(pid).seq() + 1);
      }
      while (true) java.util.concurrent.locks.LockSupport.park();
    }

    private static void next(StintJournal journal, String pid, long seq) {
      var payload = new Payload("c" + seq, new byte[700]);
      journal
          .commit(Records.request(pid, seq, "process-" + ProcessHandle.current().pid(), payload))
          .thenAcceptAsync(committed -> {
            IO.println(pid + " " + seq);
            next(journal, pid, seq + 1);
          });
    }
  }

  @RepeatedTest(10)
  void shouldLoseNothingThatWasAcknowledged() throws Exception {
    Map<String, Long> before = heads();
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    Process writer =
        ChildJvm.start(Writer.class, journal().root().render(ConfigRenderOptions.concise()));
    Thread reader = Thread.ofVirtual().start(() -> collect(writer, acknowledged));
    int enough = 20 + (int) (writer.pid() % 60);
    await()
        .pollInterval(Duration.ofMillis(5)) // later, there is ever more to verify
        .until(() ->
            acknowledged.size() == WRITERS
                && acknowledged.entrySet().stream()
                    .allMatch(e -> e.getValue() > before.getOrDefault(e.getKey(), 0L) + enough));

    writer.destroyForcibly().waitFor();
    reader.join();

    try (var journal = StintJournal.open(journal())) {
      acknowledged.forEach((pid, seq) -> {
        ChainReport report = journal.verify(pid);
        assertThat(report.whole()).as("%s", report).isTrue();
        assertThat(report.records()).isGreaterThanOrEqualTo(seq);
        assertThat(journal.store().payload(pid, "c" + seq)).isPresent();
      });
    }
  }

  private Map<String, Long> heads() {
    Map<String, Long> heads = new HashMap<>();
    try (var journal = StintJournal.open(journal())) {
      for (String pid : journal.store().persistenceIds("", 99)) {
        heads.put(pid, journal.store().head(pid).seq());
      }
    }
    return heads;
  }

  private static void collect(Process writer, Map<String, Long> acknowledged) {
    try (var output = writer.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        String[] words = line.split(" ");
        // The kill may cut the last line short; a cut number is a smaller one.
        if (words.length == 2 && !words[1].isEmpty()) {
          acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
        }
      }
    } catch (IOException killed) {
      // What was read until then is what counts.
    }
  }
}

package dev.stint.persistence.journal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scalatest.Args;
import org.scalatest.Args$;
import org.scalatest.Reporter;
import org.scalatest.Suite;
import org.scalatest.events.Event;
import org.scalatest.events.SuiteAborted;
import org.scalatest.events.TestFailed;
import org.scalatest.events.TestSucceeded;
import scala.Option;

/** Pekko's own test kits for journals and snapshot stores, run in process. */
class StintJournalTckTest {
  @TempDir Path dir;

  private static final class JournalTck extends JavaJournalSpec {
    JournalTck(Config settings) {
      super(settings);
    }

    /** The kit wants a gap where an event was rejected; a chain has none. */
    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
      return CapabilityFlag.off();
    }
  }

  private static final class SnapshotTck extends JavaSnapshotStoreSpec {
    SnapshotTck(Config settings) {
      super(settings);
    }
  }

  @Test
  void shouldPassPekkosJournalTestKit() {
    assertThat(passed(new JournalTck(settings()))).hasSize(15);
  }

  @Test
  void shouldPassPekkosSnapshotStoreTestKit() {
    assertThat(passed(new SnapshotTck(settings()))).hasSize(12);
  }

  private Config settings() {
    return stint().withFallback(ConfigFactory.load());
  }

  /** The plugins over the store of this test. */
  Config stint() {
    return JournalConfig.system(dir);
  }

  private static List<String> passed(Suite kit) {
    List<String> passed = new CopyOnWriteArrayList<>();
    List<Event> failed = new CopyOnWriteArrayList<>();
    Reporter reporter =
        event -> {
          switch (event) {
            case TestSucceeded test -> passed.add(test.testName());
            case TestFailed test -> failed.add(test);
            case SuiteAborted suite -> failed.add(suite);
            default -> {
              // Starts, notes and scopes decide nothing.
            }
          }
        };
    kit.run(Option.empty(), args(reporter));
    assertThat(failed).isEmpty();
    return passed;
  }

  private static Args args(Reporter reporter) {
    var defaults = Args$.MODULE$;
    return new Args(
        reporter,
        defaults.apply$default$2(),
        defaults.apply$default$3(),
        defaults.apply$default$4(),
        defaults.apply$default$5(),
        defaults.apply$default$6(),
        defaults.apply$default$7(),
        defaults.apply$default$8(),
        defaults.apply$default$9(),
        defaults.apply$default$10());
  }
}

package dev.stint.persistence.journal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.journal.JavaJournalSpec;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.junit.jupiter.api.Test;
import org.scalatest.tools.Runner;

/** Pekko's own test kits for journals and snapshot stores, run in process by ScalaTest. */
class StintJournalTckTest {
  /** Found by its name. */
  public static final class JournalTck extends JavaJournalSpec {
    public JournalTck() throws IOException {
      super(settings());
    }

    /** The kit wants a gap where an event was rejected; a chain has none. */
    @Override
    public CapabilityFlag supportsRejectingNonSerializableObjects() {
      return CapabilityFlag.off();
    }
  }

  /** Found by its name. */
  public static final class SnapshotTck extends JavaSnapshotStoreSpec {
    public SnapshotTck() throws IOException {
      super(settings());
    }
  }

  private static com.typesafe.config.Config settings() throws IOException {
    Path dir = Files.createTempDirectory(Path.of("target"), "tck");
    return JournalConfig.system(dir).withFallback(ConfigFactory.load());
  }

  private static boolean passes(Class<?> spec) {
    return Runner.run(new String[] {"-oW", "-R", "target/test-classes", "-s", spec.getName()});
  }

  @Test
  void shouldPassPekkosJournalTestKit() {
    assertThat(passes(JournalTck.class)).isTrue();
  }

  @Test
  void shouldPassPekkosSnapshotStoreTestKit() {
    assertThat(passes(SnapshotTck.class)).isTrue();
  }
}

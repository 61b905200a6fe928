package dev.stint.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.leveldb.LevelDbSettings;
import java.nio.file.Path;

/** Settings of a journal in a folder of a test. */
public final class JournalConfig {
  private JournalConfig() {}

  /** For an actor system: the plugins of Stint over {@code dir}. */
  public static Config system(Path dir) {
    return ConfigFactory.parseString(
            """
            stint.journal.leveldb.ballast = 0
            stint.journal.leveldb.free-space-floor = 1 MiB
            stint.journal.leveldb.dir = "%s"
            """
                .formatted(dir))
        .withFallback(plugins(dir.resolve("keys")));
  }

  /** For an actor system: the plugins of Stint, over whichever store is named. */
  public static Config plugins(Path keys) {
    return ConfigFactory.parseString(
            """
            pekko.persistence.journal.plugin = "stint.journal"
            pekko.persistence.snapshot-store.plugin = "stint.snapshot-store"
            pekko.persistence.snapshot-store.auto-start-snapshot-stores = []
            pekko.coordinated-shutdown.run-by-actor-system-terminate = on
            pekko.coordinated-shutdown.exit-jvm = off
            pekko.loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
            pekko.loglevel = WARNING
            pekko.actor.allow-java-serialization = off
            pekko.actor.serializers.noted = "dev.stint.persistence.journal.plugin.NotedSerializer"
            pekko.actor.serialization-bindings."dev.stint.persistence.journal.plugin.Noted" = noted
            stint.payload.dir = "%s"
            """
                .formatted(keys))
        .withFallback(ConfigFactory.defaultReference());
  }

  /** The section {@code stint.journal} over {@code dir}. */
  public static Config journal(Path dir) {
    return system(dir).resolve().getConfig("stint.journal");
  }

  public static LevelDbSettings levelDb(Path dir) {
    return LevelDbSettings.from(journal(dir).getConfig("leveldb"));
  }
}

package dev.stint.persistence.journal.rocksdb;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.CrashTest;
import dev.stint.persistence.journal.JournalConfig;

class RocksDbCrashTest extends CrashTest {
  @Override
  protected Config journal() {
    return ConfigFactory.parseString(
            """
            stint.journal.store = rocksdb
            stint.journal.rocksdb { dir = "%s", ballast = 0, free-space-floor = 1 MiB }
            """
                .formatted(dir.resolve("rocksdb")))
        .withFallback(JournalConfig.plugins(dir))
        .resolve()
        .getConfig("stint.journal");
  }
}

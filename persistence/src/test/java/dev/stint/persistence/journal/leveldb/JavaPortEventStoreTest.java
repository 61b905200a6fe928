package dev.stint.persistence.journal.leveldb;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The engine of platforms without a native library keeps the same promises. */
class JavaPortEventStoreTest extends EventStoreContract {
  @TempDir Path dir;

  @Override
  protected EventStore open() {
    var java = ConfigFactory.parseString("engine = java");
    return LevelDb.store(
        LevelDbSettings.from(java.withFallback(JournalConfig.journal(dir).getConfig("leveldb"))));
  }
}

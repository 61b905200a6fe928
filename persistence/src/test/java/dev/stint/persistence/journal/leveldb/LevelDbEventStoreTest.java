package dev.stint.persistence.journal.leveldb;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LevelDbEventStoreTest extends EventStoreContract {
  @TempDir Path dir;

  @Override
  protected EventStore open() {
    return LevelDb.store(JournalConfig.levelDb(dir));
  }
}

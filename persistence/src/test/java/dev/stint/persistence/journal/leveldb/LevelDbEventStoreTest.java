package dev.stint.persistence.journal.leveldb;

import dev.stint.persistence.journal.embedded.EmbeddedStoreContract;
import dev.stint.persistence.journal.embedded.FolderSettings;
import dev.stint.persistence.journal.store.EventStore;

class LevelDbEventStoreTest extends EmbeddedStoreContract {
  @Override
  protected EventStore open(FolderSettings folder) {
    return LevelDb.store(new LevelDbSettings(folder, LevelDbSettings.Engine.NATIVE, 8 << 20));
  }
}

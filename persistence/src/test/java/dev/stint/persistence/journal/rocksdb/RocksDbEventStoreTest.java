package dev.stint.persistence.journal.rocksdb;

import dev.stint.persistence.journal.embedded.EmbeddedStoreContract;
import dev.stint.persistence.journal.embedded.FolderSettings;
import dev.stint.persistence.journal.store.EventStore;

class RocksDbEventStoreTest extends EmbeddedStoreContract {
  @Override
  protected EventStore open(FolderSettings folder) {
    return RocksDb.store(new RocksDbSettings(folder, 8 << 20));
  }
}

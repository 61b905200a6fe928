package dev.stint.persistence.journal.rocksdb;

import dev.stint.persistence.journal.embedded.FolderSettings;
import dev.stint.persistence.journal.embedded.FullDiskContract;
import dev.stint.persistence.journal.store.EventStore;

class RocksDbFullDiskTest extends FullDiskContract {
  @Override
  protected EventStore open(FolderSettings folder) {
    return RocksDb.store(new RocksDbSettings(folder, 8 << 20));
  }
}

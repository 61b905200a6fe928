package dev.stint.persistence.journal.rocksdb;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreProvider;
import dev.stint.persistence.journal.store.StoreFailedException;

/** Makes {@code stint.journal.store = rocksdb} work, where its library is on the class path. */
public final class RocksDbProvider implements EventStoreProvider {
  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public EventStore open(Config settings) {
    try {
      return RocksDb.store(RocksDbSettings.from(settings));
    } catch (NoClassDefFoundError missing) {
      throw new StoreFailedException(
          "stint.journal.store = rocksdb needs a library that Stint does not bring: put org.rocksdb:rocksdbjni on the class path (its jar into the folder plugins, or build with -Procksdb)",
          missing);
    }
  }
}

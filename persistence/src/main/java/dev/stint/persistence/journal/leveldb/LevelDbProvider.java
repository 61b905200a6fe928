package dev.stint.persistence.journal.leveldb;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreProvider;

/** Makes {@code stint.journal.store = leveldb} work. */
public final class LevelDbProvider implements EventStoreProvider {
  @Override
  public String name() {
    return "leveldb";
  }

  @Override
  public EventStore open(Config settings) {
    return LevelDb.store(LevelDbSettings.from(settings));
  }
}

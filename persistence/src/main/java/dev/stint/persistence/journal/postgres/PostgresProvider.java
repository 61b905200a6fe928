package dev.stint.persistence.journal.postgres;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreProvider;

/** Makes {@code stint.journal.store = postgres} work. */
public final class PostgresProvider implements EventStoreProvider {
  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public EventStore open(Config settings) {
    return PostgresEventStore.open(PostgresSettings.from(settings));
  }
}

package dev.stint.persistence.journal.store;

import com.typesafe.config.Config;

/** Opens one kind of store; found by {@link java.util.ServiceLoader}. */
public interface EventStoreProvider {
  /** The value of {@code stint.journal.store} that selects this store, e.g. {@code leveldb}. */
  String name();

  /**
   * Opens the store.
   *
   * @param settings the section {@code stint.journal.<name>}
   * @throws JournalException saying what keeps the store from opening and what to do
   */
  EventStore open(Config settings);
}

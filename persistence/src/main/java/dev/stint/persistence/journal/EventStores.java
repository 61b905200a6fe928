package dev.stint.persistence.journal;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds stores by name among the providers on the class path. */
public final class EventStores {
  private EventStores() {}

  /**
   * Opens the store that {@code settings} names.
   *
   * @param settings the section {@code stint.journal}
   * @throws IllegalArgumentException when no provider has that name
   */
  public static EventStore open(Config settings) {
    String name = settings.getString("store");
    List<String> known = new ArrayList<>();
    for (EventStoreProvider provider : ServiceLoader.load(EventStoreProvider.class)) {
      if (provider.name().equals(name)) return provider.open(settings.getConfig(name));
      known.add(provider.name());
    }
    throw new IllegalArgumentException(
        "stint.journal.store: expected one of %s, found \"%s\"".formatted(known, name));
  }
}

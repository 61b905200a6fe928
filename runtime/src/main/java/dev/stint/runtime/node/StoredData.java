package dev.stint.runtime.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.stint.persistence.journal.EventStores;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.payload.MasterKeySource;
import dev.stint.persistence.journal.payload.MasterKeys;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.persistence.view.ViewRebuild;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a node keeps, opened without the node, for who takes care of it. */
public final class StoredData {
  private static final Map<String, String> PLACES =
      Map.of("leveldb", "dir", "rocksdb", "dir", "postgres", "url");

  private final Config stint;
  private final Path data;

  private StoredData(Config stint, Path data) {
    this.stint = stint;
    this.data = data;
  }

  /** The data of a node with those settings. */
  public static StoredData of(NodeSettings settings) {
    return new StoredData(NodeConfig.of(settings).getConfig("stint"), settings.data());
  }

  /**
   * The store, exclusively where it is a folder.
   *
   * @throws dev.stint.persistence.journal.store.JournalException when it cannot be opened
   */
  public EventStore store() {
    return EventStores.open(stint.getConfig("journal"));
  }

  /**
   * A store in another place, with the other settings of this data.
   *
   * @param place {@code leveldb:DIR}, {@code rocksdb:DIR} or {@code postgres:URL}
   * @throws IllegalArgumentException when it names no store
   */
  public EventStore store(String place) {
    int colon = place.indexOf(':');
    String kind = colon < 0 ? place : place.substring(0, colon);
    String where = colon < 0 ? "" : place.substring(colon + 1);
    if (!PLACES.containsKey(kind) || where.isEmpty()) {
      throw new IllegalArgumentException(
          "expected leveldb:DIR, rocksdb:DIR or postgres:URL, found \"%s\"".formatted(place));
    }
    Config journal =
        stint
            .getConfig("journal")
            .withValue("store", ConfigValueFactory.fromAnyRef(kind))
            .withValue(
                kind + "." + PLACES.get(kind),
                ConfigValueFactory.fromAnyRef(kind.equals("postgres") ? jdbc(where) : where));
    return EventStores.open(journal);
  }

  private static String jdbc(String url) {
    return url.startsWith("jdbc:") ? url : "jdbc:" + url;
  }

  /** Folder of the embedded store; empty when the store is elsewhere. */
  public Optional<Path> folder() {
    String kind = stint.getString("journal.store");
    return kind.equals("postgres")
        ? Optional.empty()
        : Optional.of(Path.of(stint.getString("journal." + kind + ".dir")));
  }

  /** How {@link #store(String)} would name an embedded store in {@code folder}. */
  public String placeAt(Path folder) {
    return stint.getString("journal.store") + ":" + folder;
  }

  /** The master keys that are there; none are made. */
  public MasterKeys masters() {
    return MasterKeySource.find(
        stint.getConfig("payload"), name -> Optional.ofNullable(System.getenv(name)));
  }

  /** Where the generated master key is; empty when it comes from elsewhere. */
  public Optional<Path> generatedKey() {
    return stint.getString("payload.key").equals("generated")
        ? Optional.of(Path.of(stint.getString("payload.dir")).resolve(MasterKeySource.FILE))
        : Optional.empty();
  }

  /**
   * Deletes the views and makes them anew from the journal.
   *
   * @return how many commits they now show
   */
  public long rebuildViews(Progress progress) {
    try (StintJournal journal = StintJournal.open(stint.getConfig("journal"))) {
      try (var views = NodeViews.fresh(stint, data.resolve("views"))) {
        return ViewRebuild.run(
            views, new JournalEventTail(journal), journal.lastOffset(), progress);
      }
    }
  }
}

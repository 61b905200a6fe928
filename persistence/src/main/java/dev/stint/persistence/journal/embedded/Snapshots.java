package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Snapshots in the same database as the events. */
final class Snapshots {
  private final Database database;

  Snapshots(Database database) {
    this.database = database;
  }

  void save(StoredSnapshot snapshot) {
    database.write(changes ->
        changes.put(
            Keys.snapshot(snapshot.persistenceId(), snapshot.seq()), Values.snapshot(snapshot)));
  }

  Optional<StoredSnapshot> load(
      String persistenceId, SnapshotRange range, Predicate<StoredSnapshot> usable) {
    return in(persistenceId, range).reversed().stream().filter(usable).findFirst();
  }

  void delete(String persistenceId, SnapshotRange range) {
    List<StoredSnapshot> meant = in(persistenceId, range);
    if (meant.isEmpty()) return;
    database.write(changes ->
        meant.forEach(snapshot -> changes.delete(Keys.snapshot(persistenceId, snapshot.seq()))));
  }

  /** Few are kept per id, so all in range are read. */
  private List<StoredSnapshot> in(String persistenceId, SnapshotRange range) {
    List<StoredSnapshot> found = new ArrayList<>();
    byte[] first = Keys.snapshot(persistenceId, Math.max(0, range.minSeq()));
    database.scan(
        first,
        entry -> {
          if (!Keys.sameOwner(entry.getKey(), first)) return false;
          long seq = Keys.number(entry.getKey());
          if (seq > range.maxSeq()) return false;
          StoredSnapshot snapshot = Values.snapshot(persistenceId, seq, entry.getValue());
          if (range.contains(snapshot)) found.add(snapshot);
          return true;
        });
    return found;
  }
}

package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Head;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The newest record of each persistence id, remembered where nobody else can write. */
final class Heads {
  private static final int REMEMBERED = 40_000;

  private final Database database;
  private final Unindexed recent;
  private final RememberedHeads remembered = new RememberedHeads(REMEMBERED);

  Heads(Database database, Unindexed recent) {
    this.database = database;
    this.recent = recent;
  }

  /** As it is on disk; from any thread. */
  Head of(String persistenceId) {
    Optional<Head> known = remembered.of(persistenceId);
    if (known.isPresent()) return known.get();
    Object look = remembered.looking(persistenceId);
    try {
      Head head = stored(persistenceId);
      remembered.found(persistenceId, look, head);
      return head;
    } finally {
      remembered.failed(persistenceId, look); // unless it was found
    }
  }

  /** As it is on disk, whatever is remembered of it, but for an id that has no record. */
  Head lookedUp(String persistenceId) {
    return none(persistenceId) ? Head.NONE : stored(persistenceId);
  }

  private Head stored(String persistenceId) {
    return recent.head(persistenceId).orElseGet(() -> indexed(persistenceId));
  }

  private Head indexed(String persistenceId) {
    return database
        .get(Keys.head(persistenceId))
        .map(value -> Values.head(persistenceId, value))
        .orElse(Head.NONE);
  }

  /** Whether it is known, without looking, that there is no record. */
  boolean none(String persistenceId) {
    return remembered.of(persistenceId).filter(head -> head.seq() == 0).isPresent();
  }

  /** See {@link dev.stint.persistence.journal.store.EventStore#persistenceIds}. */
  List<String> ids(String after, int limit) {
    if (limit <= 0) return List.of();
    var ids = new TreeMap<byte[], String>(Arrays::compareUnsigned);
    for (String id : recent.persistenceIds()) ids.put(Keys.head(id), id);
    byte[] from = Keys.head(after);
    ids.headMap(from, true).clear();
    int[] indexed = {0};
    database.scan(
        from,
        entry -> {
          if (entry.getKey()[0] != 'h') return false;
          if (Arrays.equals(entry.getKey(), from)) return true;
          ids.put(entry.getKey(), Keys.name(entry.getKey()));
          return ++indexed[0] < limit;
        });
    return ids.values().stream().limit(limit).toList();
  }

  /** A batch is about to be flushed, or its flush has failed. */
  void writing(List<AppendPlan.Placed> placed) {
    placed.forEach(p -> remembered.writing(p.append().persistenceId()));
  }

  /** A batch was flushed. */
  void wrote(List<AppendPlan.Placed> placed) {
    placed.forEach(p -> remembered.wrote(p.append().persistenceId(), p.append().head()));
  }
}

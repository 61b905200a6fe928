package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Head;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The newest record of each persistence id, remembered where nobody else can write. */
final class Heads {
  private static final int REMEMBERED = 20_000;

  private final Database database;
  private final Unindexed recent;
  private final Unwritten unwritten = new Unwritten(REMEMBERED);

  /** Of those who wrote last. Used while writing only. */
  private final Map<String, Head> written =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
          return size() > REMEMBERED;
        }
      };

  Heads(Database database, Unindexed recent) {
    this.database = database;
    this.recent = recent;
  }

  /** As it is on disk; from any thread. */
  Head of(String persistenceId) {
    if (unwritten.contains(persistenceId)) return Head.NONE;
    Object look = unwritten.looking(persistenceId);
    boolean nothing = false;
    try {
      Head head = recent.head(persistenceId).orElseGet(() -> indexed(persistenceId));
      nothing = head.seq() == 0;
      return head;
    } finally {
      unwritten.found(persistenceId, look, nothing);
    }
  }

  private Head indexed(String persistenceId) {
    return database
        .get(Keys.head(persistenceId))
        .map(value -> Values.head(persistenceId, value))
        .orElse(Head.NONE);
  }

  /** Whether it is known, without looking, that there is no record. */
  boolean none(String persistenceId) {
    return unwritten.contains(persistenceId);
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

  /** While writing. */
  Head known(String persistenceId) {
    Head head = written.get(persistenceId);
    return head == null ? of(persistenceId) : head;
  }

  /** A batch is about to be flushed, or its flush has ended in whatever way. */
  void writing(List<AppendPlan.Placed> placed) {
    placed.forEach(p -> unwritten.written(p.append().persistenceId()));
  }

  /** A batch was flushed: what is remembered here is on disk. */
  void wrote(List<AppendPlan.Placed> placed) {
    placed.forEach(p -> written.put(p.append().persistenceId(), p.append().head()));
  }
}

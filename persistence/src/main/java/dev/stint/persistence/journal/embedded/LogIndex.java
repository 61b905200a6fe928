package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.LoggedAppend.LoggedKey;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedPayload;
import dev.stint.persistence.journal.log.Place;
import java.util.List;

/**
 * Brings what is {@link Unindexed} into the database, together with the checkpoint that says so:
 * many commits at once, so that the database writes each history once instead of each record. Used
 * while writing only.
 */
final class LogIndex {
  /** Places under one key. */
  private static final int PLACES = 1_000;

  /**
   * What gathers at most; opening reads twice of it, since so much may be on its way into the
   * database.
   */
  private static final long BYTES = 32 << 20;

  private static final int RECORDS = 16_384;

  private final Database database;
  private final Unindexed recent;
  private Checkpoint last;

  /**
   * @param last how far the database is
   */
  LogIndex(Database database, Unindexed recent, Checkpoint last) {
    this.database = database;
    this.recent = recent;
    this.last = last;
  }

  /** Whether so much has gathered that it is time for the {@link #next} step. */
  boolean isDue(long end) {
    return recent.records() >= RECORDS || end - last.position() >= BYTES;
  }

  /**
   * All that is in the log before {@code position}, of which {@code offset} is the newest commit.
   *
   * @return does it, from any thread; done and durable when it returns. One at a time
   */
  Runnable next(long position, long offset) {
    Unindexed.Portion portion = recent.move();
    var to = new Checkpoint(position, offset, last.before());
    last = to;
    return () -> {
      database.write(changes -> {
        portion.forEach(section -> put(changes, section));
        to.put(changes);
      });
      recent.moved();
    };
  }

  /** The {@link #next} step at once. */
  void advance(long position, long offset) {
    next(position, offset).run();
  }

  private static void put(Engine.Batch changes, Unindexed.Section section) {
    String pid = section.persistenceId();
    List<Place> records = section.records();
    for (int from = 0; from < records.size(); from += PLACES) {
      int to = Math.min(records.size(), from + PLACES);
      long lastSeq = section.firstSeq() + to - 1;
      changes.put(Keys.places(pid, lastSeq), Values.places(records.subList(from, to)));
    }
    changes.put(Keys.head(pid), Values.head(section.head()));
    for (LoggedPayload payload : section.payloads()) {
      changes.put(
          Keys.loggedPayload(pid, payload.commit(), payload.place().position()),
          Values.places(List.of(payload.place())));
    }
    for (LoggedKey key : section.keys()) {
      changes.put(
          Keys.loggedKey(pid, key.place().position()),
          Values.loggedKey(key.place().length(), key.wrapped()));
    }
  }
}

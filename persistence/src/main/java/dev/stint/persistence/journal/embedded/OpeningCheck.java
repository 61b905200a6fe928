package dev.stint.persistence.journal.embedded;

import java.util.OptionalLong;

/**
 * For folders that are older than the log: looks for acknowledged commits that the engine dropped
 * without a word, which is what LevelDB does with a damaged log when it is not opened paranoid.
 *
 * <p>Only the log can lose whole batches, and it holds no more than the write buffer twice, so only
 * that many of the newest commits are looked at.
 */
final class OpeningCheck {
  /** No record takes less in the log, keys included. */
  private static final int SMALLEST_RECORD = 200;

  private final Database database;
  private final FolderSettings settings;
  private final LostCommits lost;

  OpeningCheck(Database database, FolderSettings settings) {
    this.database = database;
    this.settings = settings;
    this.lost = new LostCommits(settings);
  }

  /**
   * The newest commit number, not below {@code mark} so that none is ever given twice.
   *
   * @throws dev.stint.persistence.journal.store.LostCommitsException when commits are missing and
   *     that was not accepted
   */
  long lastOffset(OptionalLong mark) {
    long last = database.get(Keys.lastOffset()).map(Values::number).orElse(0L);
    long window = 2L * settings.writeBuffer() / SMALLEST_RECORD;
    long[] expected = {Math.max(0, last - window) + 1};
    follow(Keys.tail(expected[0]), expected);
    follow(Keys.commit(expected[0]), expected);
    long promised = Math.max(last, mark.orElse(0));
    if (expected[0] <= promised) lost.found(expected[0], promised);
    return Math.max(expected[0] - 1, promised);
  }

  private void follow(byte[] start, long[] expected) {
    database.scan(
        start,
        entry -> {
          if (entry.getKey()[0] != start[0]) return false;
          long found = Keys.number(entry.getKey());
          if (found != expected[0]) lost.found(expected[0], found - 1);
          expected[0] = found + 1;
          return true;
        });
  }
}

package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.LostCommitsException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for acknowledged commits that the engine dropped without a word, which is what LevelDB does
 * with a damaged log when it is not opened paranoid.
 *
 * <p>Only the log can lose whole batches, and it holds no more than the write buffer twice, so only
 * that many of the newest commits are looked at.
 */
final class OpeningCheck {
  private static final Logger LOG = LoggerFactory.getLogger(OpeningCheck.class);

  /** No record takes less in the log, keys included. */
  private static final int SMALLEST_RECORD = 200;

  private final Database database;
  private final FolderSettings settings;

  OpeningCheck(Database database, FolderSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * The newest commit number, not below {@code mark} so that none is ever given twice.
   *
   * @throws LostCommitsException when commits are missing and that was not accepted
   */
  long lastOffset(OptionalLong mark) {
    long last = database.get(Keys.lastOffset()).map(Values::number).orElse(0L);
    long window = 2L * settings.writeBuffer() / SMALLEST_RECORD;
    long[] expected = {Math.max(0, last - window) + 1};
    follow(Keys.tail(expected[0]), expected);
    follow(Keys.commit(expected[0]), expected);
    long promised = Math.max(last, mark.orElse(0));
    if (expected[0] <= promised) lost(expected[0], promised);
    return Math.max(expected[0] - 1, promised);
  }

  private void follow(byte[] start, long[] expected) {
    database.scan(
        start,
        entry -> {
          if (entry.getKey()[0] != start[0]) return false;
          long found = Keys.number(entry.getKey());
          if (found != expected[0]) lost(expected[0], found - 1);
          expected[0] = found + 1;
          return true;
        });
  }

  private void lost(long first, long last) {
    var lost = new LostCommitsException(settings.dir().toString(), first, last);
    if (!settings.acceptLostCommits()) throw lost;
    LOG.error("Opened without commits {}..{}, as on-lost-commits = accept asks.", first, last);
  }
}

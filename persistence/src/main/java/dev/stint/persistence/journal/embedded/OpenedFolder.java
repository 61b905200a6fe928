package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.CommitLog;
import dev.stint.persistence.journal.log.Replay;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.util.Optional;

/**
 * A folder whose log was read from the last checkpoint on: what a store is made of.
 *
 * @param lastOffset newest commit number, never to be given again
 * @param old commits that are not in the log
 */
record OpenedFolder(
    Folder folder,
    Database database,
    FlushedMark mark,
    CommitLog log,
    Unindexed recent,
    LogIndex index,
    long lastOffset,
    OldCommits old) {

  /**
   * Reads what was committed since the last checkpoint. Closes the database and what it has opened
   * itself when it fails.
   *
   * @throws dev.stint.persistence.journal.store.LostCommitsException acknowledged commits are gone
   */
  static OpenedFolder open(FolderSettings settings, Folder folder, Database database) {
    try {
      FlushedMark mark = FlushedMark.open(folder.file("flushed"));
      try {
        CommitLog log = CommitLog.open(folder.log());
        try {
          return new Opening(settings, database, mark, log).opened(folder);
        } catch (RuntimeException e) {
          log.close();
          throw e;
        }
      } catch (RuntimeException e) {
        mark.close();
        throw e;
      }
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static final class Opening {
    private final FolderSettings settings;
    private final Database database;
    private final FlushedMark mark;
    private final CommitLog log;
    private final LostCommits lost;
    private final Unindexed recent = new Unindexed();

    private Opening(FolderSettings settings, Database database, FlushedMark mark, CommitLog log) {
      this.settings = settings;
      this.database = database;
      this.mark = mark;
      this.log = log;
      this.lost = new LostCommits(settings);
    }

    private OpenedFolder opened(Folder folder) {
      Checkpoint checkpoint = checkpoint();
      var index = new LogIndex(database, recent, checkpoint);
      long promised = Math.max(checkpoint.offset(), mark.found().orElse(0));
      Replay replay = log.replay(Math.min(checkpoint.position(), log.end()), promised);
      long last = replay(replay, checkpoint, index);
      if (last < promised) lost.found(last + 1, promised);
      replay.cutOff();
      if (last < promised) index.advance(log.end(), promised); // accepted: not to be missed again
      last = Math.max(last, promised);
      mark(last);
      var old = new OldCommits(database, settings, checkpoint.before());
      return new OpenedFolder(folder, database, mark, log, recent, index, last, old);
    }

    private Checkpoint checkpoint() {
      Optional<Checkpoint> known = Checkpoint.read(database, settings.dir().toString());
      if (known.isPresent()) return known.get();
      if (!log.isEmpty()) {
        throw FolderException.unreadable(
            folderOfDatabase(), "a checkpoint of the log beside it", "none");
      }
      // A new folder, or one from before there was a log.
      var first = Checkpoint.start(new OpeningCheck(database, settings).lastOffset(mark.found()));
      database.write(first::put);
      return first;
    }

    private String folderOfDatabase() {
      return settings.dir().resolve("db").toString();
    }

    private long replay(Replay replay, Checkpoint checkpoint, LogIndex index) {
      if (checkpoint.position() > log.end()) {
        lost.found(log.newestOffset(checkpoint.before()) + 1, checkpoint.offset());
        index.advance(log.end(), checkpoint.offset());
      }
      long last = checkpoint.offset();
      Optional<Replay.Replayed> frame = replay.next();
      while (frame.isPresent()) {
        if (frame.get().firstOffset() != last + 1) {
          lost.found(last + 1, frame.get().firstOffset() - 1);
          replay.discardDamaged();
          // A history with a hole is not one section.
          index.advance(frame.get().start(), frame.get().firstOffset() - 1);
        }
        recent.add(frame.get().appends());
        last = frame.get().lastOffset();
        if (index.isDue(frame.get().end())) index.advance(frame.get().end(), last);
        frame = replay.next();
      }
      return last;
    }

    private void mark(long last) {
      try {
        mark.write(last);
      } catch (IOException e) {
        throw new StoreFailedException("cannot write the commit mark: " + e, e);
      }
    }
  }
}

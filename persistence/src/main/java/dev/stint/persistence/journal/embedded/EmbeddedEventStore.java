package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.CommitLog;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a folder of this process, over an {@link Engine}. Thread-safe; appends exclude
 * each other.
 *
 * <p>An engine alone may lose acknowledged batches without a word when its log is damaged, and may
 * end the process when the disk is full. {@link OpeningCheck} and {@link FreeSpace} stand against
 * that.
 */
public final class EmbeddedEventStore implements EventStore {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEventStore.class);
  private static final long ENGINE_BYTES_PER_RECORD = 256;

  private final Folder folder;
  private final FreeSpace space;
  private final Database database;
  private final FlushedMark mark;
  private final Unindexed recent;
  private final Indexing indexing;
  private final CommitLog log;
  private final Snapshots snapshots;
  private final Payloads payloads;
  private final Heads heads;
  private final Histories histories;
  private final Commits commits;
  private final Object writing = new Object();

  private volatile long lastOffset;
  private boolean closed;

  private EmbeddedEventStore(FolderSettings settings, FreeSpace space, OpenedFolder opened) {
    this.folder = opened.folder();
    this.space = space;
    this.database = opened.database();
    this.mark = opened.mark();
    this.recent = opened.recent();
    this.log = opened.log();
    this.lastOffset = opened.lastOffset();
    OldCommits old = opened.old();
    this.indexing = new Indexing(opened.index());
    this.snapshots = new Snapshots(database);
    this.payloads = new Payloads(database, new LoggedPayloads(database, log, recent), old.any());
    this.heads = new Heads(database, recent);
    this.histories = new Histories(database, log, recent, old);
    this.commits = new Commits(log, old, settings);
  }

  /**
   * Opens or creates the folder.
   *
   * @param engine the name of the engine, kept in the folder
   * @param opener opens the database in the folder it is given
   * @throws dev.stint.persistence.journal.store.FolderException another process holds it, or a
   *     newer version wrote it
   * @throws LostCommitsException acknowledged commits are gone
   * @throws dev.stint.persistence.journal.store.DiskFullException there is no room to open it
   *     safely
   */
  public static EmbeddedEventStore open(
      FolderSettings settings, String engine, Function<Path, Engine> opener) {
    Folder folder = Folder.open(settings.dir(), engine);
    try {
      FreeSpace space = FreeSpace.open(folder, settings);
      var database = new Database(opener.apply(folder.database()), settings.dir().toString());
      var store =
          new EmbeddedEventStore(settings, space, OpenedFolder.open(settings, folder, database));
      space.replenish();
      return store;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public List<AppendResult> append(List<Append> batch) {
    synchronized (writing) {
      long bytes = 0;
      for (Append append : batch) {
        bytes += append.size() + ENGINE_BYTES_PER_RECORD * append.records().size();
      }
      space.require(bytes);
      AppendPlan plan = AppendPlan.of(batch, lastOffset, heads::of);
      if (plan.placed().isEmpty()) return plan.results();
      indexing.whenDue(log.end(), lastOffset);
      heads.writing(plan.placed());
      try {
        recent.add(log.append(plan.placed()));
      } catch (RuntimeException | Error e) {
        heads.writing(plan.placed());
        throw e;
      }
      heads.wrote(plan.placed());
      advance(plan.lastOffset());
      return plan.results();
    }
  }

  private void advance(long offset) {
    lastOffset = offset; // first: whatever fails below, no number may be given twice
    try {
      mark.write(offset);
    } catch (IOException e) {
      throw new StoreFailedException("cannot write the commit mark: " + e, e);
    }
    space.replenish();
  }

  /** From here on opening reads the log from its present end. */
  private void checkpoint() {
    indexing.advance(log.end(), lastOffset);
  }

  /** What is changed or erased now must not come back from the log. */
  private void settle() {
    checkpoint();
    try {
      mark.flush();
    } catch (IOException e) {
      throw new StoreFailedException("cannot flush the commit mark: " + e, e);
    }
  }

  @Override
  public Head head(String persistenceId) {
    return heads.of(persistenceId);
  }

  @Override
  public Head headLookedUp(String persistenceId) {
    return heads.lookedUp(persistenceId);
  }

  @Override
  public boolean knownUnwritten(String persistenceId) {
    return heads.none(persistenceId);
  }

  @Override
  public long read(
      String persistenceId,
      long from,
      long to,
      long limit,
      Consumer<? super StoredRecord> consumer) {
    return histories.read(persistenceId, from, to, limit, consumer);
  }

  @Override
  public List<StoredRecord> tail(long fromOffset, int limit) {
    return commits.after(fromOffset, lastOffset, limit);
  }

  @Override
  public long lastOffset() {
    return lastOffset;
  }

  @Override
  public Optional<byte[]> payload(String persistenceId, String commit) {
    return payloads.read(persistenceId, commit);
  }

  @Override
  public void payloads(String persistenceId, Consumer<? super Payload> consumer) {
    payloads.all(persistenceId, consumer);
  }

  @Override
  public Optional<byte[]> dataKey(String persistenceId) {
    return payloads.dataKey(persistenceId);
  }

  @Override
  public int rewrap(List<KeyChange> changes) {
    synchronized (writing) {
      space.require(changes.size() * ENGINE_BYTES_PER_RECORD);
      settle();
      return payloads.rewrap(changes);
    }
  }

  @Override
  public void erase(String persistenceId) {
    synchronized (writing) {
      space.require(ENGINE_BYTES_PER_RECORD);
      settle();
      payloads.erase(persistenceId);
    }
  }

  @Override
  public void erasePayloads(String persistenceId, Collection<String> commits) {
    synchronized (writing) {
      space.require(ENGINE_BYTES_PER_RECORD);
      settle();
      payloads.erase(persistenceId, commits);
    }
  }

  @Override
  public List<String> persistenceIds(String afterPid, int limit) {
    return heads.ids(afterPid, limit);
  }

  @Override
  public void deleteTo(String persistenceId, long seq) {
    synchronized (writing) {
      long upTo = Math.min(seq, head(persistenceId).seq());
      if (upTo <= deletedTo(persistenceId)) return;
      space.require(ENGINE_BYTES_PER_RECORD);
      database.write(changes -> changes.put(Keys.deleted(persistenceId), Values.number(upTo)));
    }
  }

  @Override
  public long deletedTo(String persistenceId) {
    return database.get(Keys.deleted(persistenceId)).map(Values::number).orElse(0L);
  }

  @Override
  public void saveSnapshot(StoredSnapshot snapshot) {
    synchronized (writing) {
      space.require(snapshot.bytes().length + ENGINE_BYTES_PER_RECORD);
    }
    snapshots.save(snapshot); // may wait for the index, and no append for it
  }

  @Override
  public Optional<StoredSnapshot> loadSnapshot(
      String persistenceId, SnapshotRange range, Predicate<StoredSnapshot> usable) {
    return snapshots.load(persistenceId, range, usable);
  }

  @Override
  public void deleteSnapshots(String persistenceId, SnapshotRange range) {
    synchronized (writing) {
      space.require(ENGINE_BYTES_PER_RECORD);
    }
    snapshots.delete(persistenceId, range);
  }

  @Override
  public String where() {
    return database.where();
  }

  @Override
  public void close() {
    synchronized (writing) {
      if (closed) return;
      closed = true;
      try {
        indexing.finish();
        if (recent.records() > 0) checkpoint();
      } catch (JournalException e) {
        LOG.warn("{}: the next start reads the log once more. {}", where(), e.getMessage());
      }
      database.close();
      log.close();
      mark.close();
      folder.close();
    }
  }
}

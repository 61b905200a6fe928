package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.LostCommitsException;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The journal in a folder of this process, over an {@link Engine}. Thread-safe; appends exclude
 * each other.
 *
 * <p>An engine alone may lose acknowledged batches without a word when its log is damaged, and may
 * end the process when the disk is full. {@link OpeningCheck} and {@link FreeSpace} stand against
 * that.
 */
public final class EmbeddedEventStore implements EventStore {
  private static final long ENGINE_BYTES_PER_RECORD = 256;

  private final Folder folder;
  private final FreeSpace space;
  private final Database database;
  private final FlushedMark mark;
  private final Snapshots snapshots;
  private final Payloads payloads;
  private final Heads heads;
  private final Object writing = new Object();

  private Commits commits;
  private volatile long lastOffset;
  private boolean closed;

  private EmbeddedEventStore(
      FolderSettings settings, Folder folder, FreeSpace space, Database database) {
    this.folder = folder;
    this.space = space;
    this.database = database;
    this.mark = FlushedMark.open(folder.file("flushed"));
    this.snapshots = new Snapshots(database);
    this.payloads = new Payloads(database);
    this.heads = new Heads(database);
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
      try {
        var store = new EmbeddedEventStore(settings, folder, space, database);
        store.start(settings);
        return store;
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void start(FolderSettings settings) {
    try {
      lastOffset = new OpeningCheck(database, settings).lastOffset(mark.found());
      commits = new Commits(database, settings, lastOffset);
      mark.write(lastOffset);
    } catch (IOException e) {
      mark.close();
      throw new StoreFailedException("cannot write the commit mark: " + e, e);
    } catch (RuntimeException e) {
      mark.close();
      throw e;
    }
    space.replenish();
  }

  @Override
  public List<AppendResult> append(List<Append> batch) {
    synchronized (writing) {
      long bytes = 0;
      for (Append append : batch) {
        bytes += append.size() + ENGINE_BYTES_PER_RECORD * append.records().size();
      }
      space.require(bytes);
      AppendPlan plan = AppendPlan.of(batch, lastOffset, heads::known);
      if (plan.placed().isEmpty()) return plan.results();
      heads.writing(plan.placed());
      try {
        database.write(changes -> {
          plan.placed().forEach(placed -> put(changes, placed.append(), placed.firstOffset()));
          changes.put(Keys.lastOffset(), Values.number(plan.lastOffset()));
        });
      } finally {
        heads.writing(plan.placed());
      }
      heads.wrote(plan.placed());
      advance(plan.lastOffset());
      return plan.results();
    }
  }

  private static void put(Engine.Batch changes, Append append, long firstOffset) {
    String pid = append.persistenceId();
    long seq = append.firstSeq();
    long offset = firstOffset;
    for (NewRecord record : append.records()) {
      changes.put(Keys.commit(offset), Values.commit(pid, seq, record.bytes()));
      changes.put(Keys.record(pid, seq), Values.number(offset));
      seq++;
      offset++;
    }
    for (Payload payload : append.payloads()) {
      changes.put(Keys.payload(pid, payload.commit()), Values.sealed(payload.bytes()));
    }
    append.dataKey().ifPresent(key -> changes.put(Keys.dataKey(pid), Values.sealed(key)));
    changes.put(Keys.head(pid), Values.head(append.head()));
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

  @Override
  public Head head(String persistenceId) {
    return heads.of(persistenceId);
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
    byte[] first = Keys.record(persistenceId, Math.max(1, from));
    long[] count = {0};
    if (from > to || limit <= 0) return 0;
    database.scan(
        first,
        entry -> {
          if (!Keys.sameOwner(entry.getKey(), first)) return false;
          long seq = Keys.number(entry.getKey());
          if (seq > to) return false;
          consumer.accept(commits.record(persistenceId, seq, entry.getValue()));
          return ++count[0] < limit;
        });
    return count[0];
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
      return payloads.rewrap(changes);
    }
  }

  @Override
  public void erase(String persistenceId) {
    synchronized (writing) {
      space.require(ENGINE_BYTES_PER_RECORD);
      payloads.erase(persistenceId);
    }
  }

  @Override
  public List<String> persistenceIds(String afterPid, int limit) {
    List<String> ids = new ArrayList<>();
    if (limit <= 0) return ids;
    database.scan(
        Keys.head(afterPid),
        entry -> {
          if (entry.getKey()[0] != 'h') return false;
          String id = Keys.name(entry.getKey());
          if (!id.equals(afterPid)) ids.add(id);
          return ids.size() < limit;
        });
    return ids;
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
      snapshots.save(snapshot);
    }
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
      snapshots.delete(persistenceId, range);
    }
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
      database.close();
      mark.close();
      folder.close();
    }
  }
}

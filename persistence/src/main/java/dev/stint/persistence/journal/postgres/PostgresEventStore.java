package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoreClosedException;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * The journal in a schema of PostgreSQL. Thread-safe; several processes may write to it at once,
 * each persistence id by one owner at a time (invariant 8).
 */
public final class PostgresEventStore implements EventStore {
  private static final int INDEX_EVERY = 16_384;

  private final PostgresSettings settings;
  private final Connections connections;
  private final PostgresWriter writer;
  private final Indexing indexing;
  private final CommitListener listener;
  private final Sql sql;
  private final PostgresRecords records;
  private final PostgresPayloads payloads;
  private final PostgresSnapshots snapshots;
  private final Object writing = new Object();
  private volatile boolean closed;

  private PostgresEventStore(
      PostgresSettings settings, Connections connections, int indexEvery, Executor indexer) {
    String channel = "stint_" + settings.schema();
    this.settings = settings;
    this.connections = connections;
    var unindexed = new Unindexed();
    var newer = new NewerFrames(connections, unindexed, settings.where());
    var index = new PlaceIndex(connections);
    this.indexing = new Indexing(index, newer, unindexed, indexEvery, indexer);
    var audience = new Audience();
    var session = new WriterSession(connections, channel, audience);
    this.writer = new PostgresWriter(settings, session, newer, unindexed, indexing);
    this.listener = new CommitListener(settings, connections, channel, session::backend, audience);
    this.sql = new Sql(connections);
    this.records = new PostgresRecords(connections, newer, unindexed, index, settings.where());
    this.payloads = new PostgresPayloads(sql);
    this.snapshots = new PostgresSnapshots(sql);
  }

  /**
   * Connects, and makes or brings up to date the tables.
   *
   * @throws dev.stint.persistence.journal.store.DatabaseException saying what is wrong and what to
   *     do
   * @throws dev.stint.persistence.journal.store.LostCommitsException the newest records are gone
   */
  public static PostgresEventStore open(PostgresSettings settings) {
    return open(settings, INDEX_EVERY, work -> Thread.ofVirtual().start(work));
  }

  /**
   * As {@link #open(PostgresSettings)}.
   *
   * @param indexEvery records after which the index is brought up to date
   * @param indexer where that is done
   */
  static PostgresEventStore open(PostgresSettings settings, int indexEvery, Executor indexer) {
    var connections = new Connections(settings);
    try {
      new Schema(settings, connections).prepare();
      return new PostgresEventStore(settings, connections, indexEvery, indexer);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  @Override
  public List<AppendResult> append(List<Append> batch) {
    synchronized (writing) {
      if (closed) throw new StoreClosedException(settings.where());
      return writer.append(batch);
    }
  }

  @Override
  public Head head(String persistenceId) {
    return records.head(persistenceId);
  }

  @Override
  public long read(
      String persistenceId,
      long from,
      long to,
      long limit,
      Consumer<? super StoredRecord> consumer) {
    return records.read(persistenceId, from, to, limit, consumer);
  }

  @Override
  public List<StoredRecord> tail(long fromOffset, int limit) {
    return records.tail(fromOffset, limit);
  }

  @Override
  public long lastOffset() {
    return records.lastOffset();
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
    return payloads.rewrap(changes);
  }

  @Override
  public void erase(String persistenceId) {
    payloads.erase(persistenceId);
  }

  @Override
  public void erasePayloads(String persistenceId, Collection<String> commits) {
    payloads.erase(persistenceId, commits);
  }

  @Override
  public List<String> persistenceIds(String afterPid, int limit) {
    return records.persistenceIds(afterPid, limit);
  }

  @Override
  public void deleteTo(String persistenceId, long seq) {
    long upTo = Math.min(seq, head(persistenceId).seq());
    if (upTo <= 0) return;
    sql.change(
        """
        insert into deletions (pid, up_to) values (?, ?)
        on conflict (pid) do update set up_to = greatest(deletions.up_to, excluded.up_to)\
        """,
        persistenceId,
        upTo);
  }

  @Override
  public long deletedTo(String persistenceId) {
    return sql
        .select("select up_to from deletions where pid = ?", row -> row.getLong(1), persistenceId)
        .stream()
        .findFirst()
        .orElse(0L);
  }

  @Override
  public void saveSnapshot(StoredSnapshot snapshot) {
    snapshots.save(snapshot);
  }

  @Override
  public Optional<StoredSnapshot> loadSnapshot(
      String persistenceId, SnapshotRange range, Predicate<StoredSnapshot> usable) {
    return snapshots.load(persistenceId, range, usable);
  }

  @Override
  public void deleteSnapshots(String persistenceId, SnapshotRange range) {
    snapshots.delete(persistenceId, range);
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public String where() {
    return settings.where();
  }

  @Override
  public void onCommitElsewhere(LongConsumer lastOffset) {
    listener.add(lastOffset);
  }

  @Override
  public void close() {
    listener.close();
    synchronized (writing) {
      if (closed) return;
      closed = true;
      indexing.close();
      writer.close();
      connections.close();
    }
  }
}

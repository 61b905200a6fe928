package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A real store whose flushes a test can hold back, count and make fail. */
final class SteeredStore implements EventStore {
  private final EventStore store;
  private final Semaphore permits = new Semaphore(0);
  private final List<List<Append>> flushes = new ArrayList<>();
  private volatile Function<List<Append>, List<AppendResult>> flush;
  private volatile boolean remote;

  SteeredStore(EventStore store) {
    this.store = store;
    this.flush = store::append;
  }

  void let(int batches) {
    permits.release(batches);
  }

  void letAll() {
    permits.release(1_000_000);
  }

  void onFlush(Function<List<Append>, List<AppendResult>> behaviour) {
    flush = behaviour;
  }

  void pretendToBeRemote() {
    remote = true;
  }

  @Override
  public boolean isRemote() {
    return remote;
  }

  EventStore real() {
    return store;
  }

  synchronized List<List<Append>> flushes() {
    return List.copyOf(flushes);
  }

  boolean isHolding() {
    return permits.hasQueuedThreads();
  }

  @Override
  public List<AppendResult> append(List<Append> batch) {
    permits.acquireUninterruptibly();
    synchronized (this) {
      flushes.add(batch);
    }
    return flush.apply(batch);
  }

  @Override
  public Head head(String persistenceId) {
    return store.head(persistenceId);
  }

  @Override
  public long read(
      String persistenceId,
      long from,
      long to,
      long limit,
      Consumer<? super StoredRecord> consumer) {
    return store.read(persistenceId, from, to, limit, consumer);
  }

  @Override
  public List<StoredRecord> tail(long fromOffset, int limit) {
    return store.tail(fromOffset, limit);
  }

  @Override
  public long lastOffset() {
    return store.lastOffset();
  }

  @Override
  public Optional<byte[]> payload(String persistenceId, String commit) {
    return store.payload(persistenceId, commit);
  }

  @Override
  public void payloads(String persistenceId, Consumer<? super Payload> consumer) {
    store.payloads(persistenceId, consumer);
  }

  @Override
  public Optional<byte[]> dataKey(String persistenceId) {
    return store.dataKey(persistenceId);
  }

  @Override
  public int rewrap(List<KeyChange> changes) {
    return store.rewrap(changes);
  }

  @Override
  public void erase(String persistenceId) {
    store.erase(persistenceId);
  }

  @Override
  public void erasePayloads(String persistenceId, Collection<String> commits) {
    store.erasePayloads(persistenceId, commits);
  }

  @Override
  public List<String> persistenceIds(String afterPid, int limit) {
    return store.persistenceIds(afterPid, limit);
  }

  @Override
  public void deleteTo(String persistenceId, long seq) {
    store.deleteTo(persistenceId, seq);
  }

  @Override
  public long deletedTo(String persistenceId) {
    return store.deletedTo(persistenceId);
  }

  @Override
  public void saveSnapshot(StoredSnapshot snapshot) {
    store.saveSnapshot(snapshot);
  }

  @Override
  public Optional<StoredSnapshot> loadSnapshot(
      String persistenceId, SnapshotRange range, Predicate<StoredSnapshot> usable) {
    return store.loadSnapshot(persistenceId, range, usable);
  }

  @Override
  public void deleteSnapshots(String persistenceId, SnapshotRange range) {
    store.deleteSnapshots(persistenceId, range);
  }

  @Override
  public void close() {
    store.close();
  }
}

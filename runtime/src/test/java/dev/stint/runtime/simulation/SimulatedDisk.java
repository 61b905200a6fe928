package dev.stint.runtime.simulation;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.OutcomeUnknownException;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A disk behind the port of stores. What is written can be read at once, and is there after a crash
 * only when it was flushed. A batch that the crash tore apart has no commit mark and is dropped
 * when the store is opened.
 */
final class SimulatedDisk implements EventStore {
  private static final int TAIL_OF_A_TORN_BATCH = 2;

  private record Batch(List<Append> appends, boolean whole) {}

  private final Set<Safeguard> off;
  private final List<Batch> log = new ArrayList<>();
  private final List<StoredSnapshot> snapshots = new ArrayList<>();
  private DiskImage image = new DiskImage();
  private int flushed;
  private DiskFault next = DiskFault.NONE;

  SimulatedDisk(Set<Safeguard> off) {
    this.off = off;
  }

  /** What the next append meets. */
  void next(DiskFault fault) {
    next = fault;
  }

  @Override
  public List<AppendResult> append(List<Append> batch) {
    DiskFault fault = next;
    next = DiskFault.NONE;
    switch (fault) {
      case FULL -> throw new DiskFullException("the simulated disk", 0, 1);
      case FAILS -> throw new StoreFailedException("the simulated disk failed", null);
      case UNKNOWN_AND_LOST -> throw new OutcomeUnknownException("no answer", null);
      case DIES_BEFORE -> throw new SimulatedDeath();
      case DIES_WRITING -> {
        int torn = Math.max(0, batch.size() - TAIL_OF_A_TORN_BATCH);
        log.add(new Batch(batch.subList(0, torn), false));
        throw new SimulatedDeath();
      }
      case NONE, UNKNOWN_AND_STORED, DIES_AFTER -> {}
    }
    List<AppendResult> results = store(batch);
    if (!off.contains(Safeguard.FLUSH)) flushed = log.size();
    return switch (fault) {
      case UNKNOWN_AND_STORED -> throw new OutcomeUnknownException("no answer", null);
      case DIES_AFTER -> throw new SimulatedDeath();
      case NONE, FULL, FAILS, UNKNOWN_AND_LOST, DIES_BEFORE, DIES_WRITING -> results;
    };
  }

  private List<AppendResult> store(List<Append> batch) {
    List<AppendResult> results = new ArrayList<>();
    List<Append> accepted = new ArrayList<>();
    for (Append append : batch) {
      Head head = image.head(append.persistenceId());
      if (head.isContinuedBy(append) || off.contains(Safeguard.FENCING)) {
        accepted.add(append);
        results.add(image.apply(append));
      } else {
        results.add(new AppendResult.Conflict(head.seq() + 1, append.firstSeq()));
      }
    }
    log.add(new Batch(accepted, true));
    return results;
  }

  /** What a process finds that opens the disk after a crash. */
  void crash() {
    if (log.size() == flushed) return;
    log.subList(flushed, log.size()).clear();
    log.removeIf(batch -> !batch.whole());
    flushed = log.size();
    image = new DiskImage();
    log.forEach(batch -> batch.appends().forEach(image::apply));
    snapshots.removeIf(snapshot -> snapshot.seq() > head(snapshot.persistenceId()).seq());
  }

  @Override
  public Head head(String persistenceId) {
    return image.head(persistenceId);
  }

  @Override
  public long read(
      String persistenceId,
      long from,
      long to,
      long limit,
      Consumer<? super StoredRecord> consumer) {
    List<StoredRecord> found = image.read(persistenceId, from, to, limit);
    found.forEach(consumer);
    return found.size();
  }

  @Override
  public List<StoredRecord> tail(long fromOffset, int limit) {
    return image.tail(fromOffset, limit);
  }

  @Override
  public long lastOffset() {
    return image.lastOffset();
  }

  @Override
  public List<String> persistenceIds(String afterPid, int limit) {
    return image.persistenceIds().stream()
        .filter(pid -> pid.compareTo(afterPid) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public void saveSnapshot(StoredSnapshot snapshot) {
    snapshots.add(snapshot);
  }

  @Override
  public Optional<StoredSnapshot> loadSnapshot(
      String persistenceId, SnapshotRange range, Predicate<StoredSnapshot> usable) {
    return snapshots.reversed().stream()
        .filter(s -> s.persistenceId().equals(persistenceId) && range.contains(s))
        .filter(usable)
        .findFirst();
  }

  @Override
  public void deleteSnapshots(String persistenceId, SnapshotRange range) {
    snapshots.removeIf(s -> s.persistenceId().equals(persistenceId) && range.contains(s));
  }

  @Override
  public Optional<byte[]> payload(String persistenceId, String commit) {
    return Optional.empty(); // the simulation names values, it stores none
  }

  @Override
  public void payloads(String persistenceId, Consumer<? super Payload> consumer) {}

  @Override
  public Optional<byte[]> dataKey(String persistenceId) {
    return Optional.empty();
  }

  @Override
  public int rewrap(List<KeyChange> changes) {
    return 0;
  }

  @Override
  public void erase(String persistenceId) {}

  @Override
  public void erasePayloads(String persistenceId, Collection<String> commits) {}

  @Override
  public void deleteTo(String persistenceId, long seq) {}

  @Override
  public long deletedTo(String persistenceId) {
    return 0;
  }

  @Override
  public void close() {}
}

package dev.stint.persistence.journal.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Durable records of many persistence ids, appended by compare-and-append (invariant 8).
 *
 * <p>Blocking. One thread appends; any thread reads. Whatever a method throws is a {@link
 * JournalException}. What {@link #read} and {@link #tail} return is unchecked: the chain is judged
 * above this port, the same way for every store.
 */
public interface EventStore extends AutoCloseable {
  /**
   * Stores the batch with one flush; when this returns, what was accepted survives a crash.
   *
   * <p>Appends are tried in order. One that does not continue its head is refused and leaves no
   * trace; the others are stored.
   *
   * @return one result per append, in order
   * @throws DiskFullException nothing was stored, and trying again after freeing space is safe
   * @throws OutcomeUnknownException reading back decides what was stored
   * @throws StoreFailedException nothing of the batch may be taken as stored
   */
  List<AppendResult> append(List<Append> batch);

  /** The newest record of {@code persistenceId}; {@link Head#NONE} when there is none. */
  Head head(String persistenceId);

  /** The same as it is stored, not as it is remembered: for whoever checks a history against it. */
  default Head headLookedUp(String persistenceId) {
    return head(persistenceId);
  }

  /**
   * Whether it is known at once, without blocking, that {@code persistenceId} has no record. False
   * says nothing.
   */
  default boolean knownUnwritten(String persistenceId) {
    return false;
  }

  /**
   * Hands records {@code from..to} to {@code consumer} in order of sequence number, at most {@code
   * limit}. Logically deleted ones are included.
   *
   * @return how many were handed over
   */
  long read(
      String persistenceId,
      long from,
      long to,
      long limit,
      Consumer<? super StoredRecord> consumer);

  /**
   * Records of all persistence ids after {@code fromOffset}, at most {@code limit}, in commit
   * order. A record is visible only when every record with a smaller offset is.
   */
  List<StoredRecord> tail(long fromOffset, int limit);

  /** Commit number of the newest record that {@link #tail} can return, 0 when there is none. */
  long lastOffset();

  /** The bytes stored under {@code commit} in {@code persistenceId}. */
  Optional<byte[]> payload(String persistenceId, String commit);

  /**
   * Hands over every payload of {@code persistenceId} as it is stored, in the store's own order.
   */
  void payloads(String persistenceId, Consumer<? super Payload> consumer);

  /** The wrapped key of the payloads, empty when none was stored or it was erased. */
  Optional<byte[]> dataKey(String persistenceId);

  /**
   * Puts wrapped keys in the place of others, durably and all together. One that is not what it was
   * any more, because it was erased meanwhile, say, stays as it is.
   *
   * @return how many were replaced
   */
  int rewrap(List<KeyChange> changes);

  /**
   * Destroys the data key, then every payload of {@code persistenceId}, durably; records, head and
   * snapshots stay (H4). Repeatable: after a crash in between, erasing again finishes the work.
   */
  void erase(String persistenceId);

  /**
   * Destroys these payloads of {@code persistenceId}, durably; its data key and all others stay.
   * Repeatable; what is not there is passed over.
   */
  void erasePayloads(String persistenceId, Collection<String> commits);

  /** Persistence ids after {@code afterPid} (exclusive, "" for all) in the store's own order. */
  List<String> persistenceIds(String afterPid, int limit);

  /** Marks records up to {@code seq} as deleted. They stay readable and the head stays. */
  void deleteTo(String persistenceId, long seq);

  /** The last sequence number marked as deleted, 0 when none is. */
  long deletedTo(String persistenceId);

  /** Saves a snapshot durably, in place of one with the same sequence number. */
  void saveSnapshot(StoredSnapshot snapshot);

  /** The newest snapshot in {@code range} that {@code usable} accepts. */
  Optional<StoredSnapshot> loadSnapshot(
      String persistenceId, SnapshotRange range, Predicate<StoredSnapshot> usable);

  /** Deletes the snapshots in {@code range}. */
  void deleteSnapshots(String persistenceId, SnapshotRange range);

  /**
   * Whether appending waits for another process. All that wait for a commit wait for the thread
   * that appends then, so that work is better done by others; a store in this process keeps the
   * processors busy by itself.
   */
  default boolean isRemote() {
    return false;
  }

  /** What a person knows the store by: its kind and its place, without secrets. */
  default String where() {
    return "a store in this process";
  }

  /**
   * Calls {@code lastOffset} with the newest commit number when another process has committed, soon
   * after it did and on a thread of the store: it must return at once. A store of one process, as
   * the embedded ones are, has nobody else to tell of.
   */
  default void onCommitElsewhere(LongConsumer lastOffset) {}

  @Override
  void close();
}

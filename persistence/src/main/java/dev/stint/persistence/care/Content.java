package dev.stint.persistence.care;

import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;

/**
 * Takes what a store keeps: key and payloads of a persistence id before its first record, records
 * in commit order, marks of deletion at the end. Snapshots are left out: they only shorten
 * recovery, and are made anew.
 */
public interface Content {
  /** The wrapped data key, as it is stored. */
  void dataKey(String persistenceId, byte[] wrapped);

  /** A payload, as it is stored. */
  void payload(String persistenceId, Payload payload);

  void record(StoredRecord record);

  /** Records up to {@code seq} are marked as deleted. */
  void deletedTo(String persistenceId, long seq);
}

package dev.stint.persistence.journal.store;

/** Which snapshots are meant; every bound is inclusive. */
public record SnapshotRange(long minSeq, long maxSeq, long minTimestamp, long maxTimestamp) {
  /** Every snapshot. */
  public static final SnapshotRange ALL = new SnapshotRange(0, Long.MAX_VALUE, 0, Long.MAX_VALUE);

  /** Whether {@code snapshot} is meant. */
  public boolean contains(StoredSnapshot snapshot) {
    return snapshot.seq() >= minSeq
        && snapshot.seq() <= maxSeq
        && snapshot.timestamp() >= minTimestamp
        && snapshot.timestamp() <= maxTimestamp;
  }
}

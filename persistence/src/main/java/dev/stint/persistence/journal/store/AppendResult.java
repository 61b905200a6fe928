package dev.stint.persistence.journal.store;

/** What became of one {@link Append}. */
public sealed interface AppendResult {
  /** Durable, under these commit numbers (one a record, without a gap). */
  record Accepted(long firstOffset, long lastOffset) implements AppendResult {}

  /**
   * Refused: another owner has written since. When the numbers agree the hashes did not.
   *
   * @param expected the sequence number the store would take next
   * @param found the sequence number that was offered
   */
  record Conflict(long expected, long found) implements AppendResult {}
}

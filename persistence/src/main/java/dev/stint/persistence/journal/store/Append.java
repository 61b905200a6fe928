package dev.stint.persistence.journal.store;

import java.util.List;
import java.util.Optional;

/**
 * Records of one persistence id that are stored together or not at all.
 *
 * @param firstSeq sequence number of the first record, one above the head it was chained to
 * @param prev hash of that head, empty before the first record
 * @param records consecutive records, at least one
 * @param payloads stored in the same batch
 * @param dataKey wrapped key of the payloads, with the first append that needs one
 */
public record Append(
    String persistenceId,
    long firstSeq,
    byte[] prev,
    List<NewRecord> records,
    List<Payload> payloads,
    Optional<byte[]> dataKey) {
  public Append {
    records = List.copyOf(records);
    payloads = List.copyOf(payloads);
    if (records.isEmpty()) throw new IllegalArgumentException("an append needs a record");
  }

  /** Sequence number of the last record. */
  public long lastSeq() {
    return firstSeq + records.size() - 1;
  }

  /** The head after this append. */
  public Head head() {
    return new Head(lastSeq(), records.getLast().hash());
  }

  /** Bytes of records and payloads, what a store has to make room for. */
  public long size() {
    long size = 0;
    for (NewRecord record : records) size += record.bytes().length;
    for (Payload payload : payloads) size += payload.bytes().length;
    return size;
  }
}

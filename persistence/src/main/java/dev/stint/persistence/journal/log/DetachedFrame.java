package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A frame that is kept by itself, and its payloads and keys elsewhere. Places in it count from its
 * first byte. Immutable.
 */
public final class DetachedFrame {
  /** No record is chained to it. */
  private static final byte[] NO_HASH = new byte[0];

  private final List<Frame.Part> parts;

  private DetachedFrame(List<Frame.Part> parts) {
    this.parts = parts;
  }

  /**
   * @param firstOffset the commit number it is kept under
   * @throws DamagedRecordException when it is no frame, another one, or so damaged that it cannot
   *     be told whose records it holds
   */
  public static DetachedFrame read(long firstOffset, long lastOffset, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Optional<FrameHeader> found = FrameHeader.read(buffer, 0);
    if (found.isEmpty()
        || found.get().length() != bytes.length
        || found.get().firstOffset() != firstOffset
        || found.get().lastOffset() != lastOffset) {
      throw new DamagedRecordException(
          new DamagedRecord("commit " + firstOffset, 0, "its batch", "other bytes"));
    }
    FrameHeader header = found.get();
    var frame =
        new DetachedFrame(
            new Frame(header, 0, buffer.slice(FrameHeader.BYTES, header.body())).wholeParts());
    long expected = firstOffset;
    for (StoredRecord record : frame.records()) {
      if (record.offset() != expected++) {
        throw new DamagedRecordException(
            new DamagedRecord(
                record.persistenceId(),
                record.seq(),
                "commit " + (expected - 1),
                "commit " + record.offset()));
      }
    }
    return frame;
  }

  /** In commit order. A record that is damaged itself is told by its own checksum. */
  public List<StoredRecord> records() {
    return parts.stream().flatMap(part -> part.records().stream()).toList();
  }

  /**
   * The appends without their payloads; the head behind a damaged record is one that nothing
   * continues.
   */
  public List<LoggedAppend> appends() {
    return parts.stream()
        .map(part ->
            new LoggedAppend(
                part.persistenceId(),
                part.firstSeq(),
                head(part.records().getLast()),
                part.places(),
                List.of(),
                Optional.empty()))
        .toList();
  }

  private static Head head(StoredRecord last) {
    try {
      return new Head(last.seq(), RecordReader.hash(last));
    } catch (DamagedRecordException e) {
      return new Head(last.seq(), NO_HASH);
    }
  }

  /** The record at a place, behind its commit number; empty when something else is there. */
  public static Optional<CommitLog.NumberedRecord> record(byte[] placed) {
    ByteBuffer bytes = ByteBuffer.wrap(placed);
    if (placed.length < FrameWriter.BEFORE_RECORD
        || bytes.getInt(0) != placed.length - FrameWriter.BEFORE_RECORD) {
      return Optional.empty();
    }
    byte[] record = new byte[bytes.getInt()];
    long offset = bytes.getLong();
    bytes.get(record);
    return Optional.of(new CommitLog.NumberedRecord(offset, record));
  }
}

package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.log.LoggedAppend.LoggedKey;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedPayload;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads what was appended since a checkpoint, as the process that stopped may have left it. A frame
 * is whole or it is none. What is no frame and has none behind it was being written when the
 * process or the machine stopped, was acknowledged to nobody, and is cut off; what has one behind
 * it is damage, and the caller meets a gap. Used once, before the log is written to.
 */
public final class Replay {
  private final CommitLog log;
  private final FrameCursor cursor;
  private final long flushed;
  private final List<Place> damaged = new ArrayList<>();
  private long good;

  Replay(CommitLog log, FrameCursor cursor, long flushed) {
    this.log = log;
    this.cursor = cursor;
    this.flushed = flushed;
  }

  /**
   * A whole frame.
   *
   * @param firstOffset commit number of its first record
   * @param start where it stands
   * @param end where the frame behind it stands
   */
  public record Replayed(
      long firstOffset, long lastOffset, long start, long end, List<LoggedAppend> appends) {}

  /** The next whole frame. */
  public Optional<Replayed> next() {
    try {
      good = cursor.position();
      while (!cursor.atEnd()) {
        long before = cursor.position();
        Optional<Frame> frame = cursor.next();
        Optional<Replayed> whole = frame.flatMap(this::whole);
        if (whole.isPresent()) return whole;
        if (frame.isPresent()) damaged.add(new Place(before, FrameHeader.BYTES));
        cursor.moveTo(before + 1);
        if (!cursor.seek()) break;
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreFailedException("cannot read the log: " + e.getMessage(), e);
    }
  }

  /**
   * Cuts off what is behind the last whole frame. Only when it is known that nobody was told of it:
   * what was acknowledged and is damaged is left to be looked at.
   */
  public void cutOff() {
    if (good < log.end()) log.cut(good);
  }

  /** It was accepted that the damaged frames so far are lost: nobody shall meet them any more. */
  public void discardDamaged() {
    log.erase(damaged);
    damaged.clear();
  }

  private Optional<Replayed> whole(Frame frame) {
    if (!frame.bodyHolds()) return Optional.empty();
    Optional<List<Frame.Part>> parts = frame.parts();
    if (parts.isEmpty()) return Optional.empty();
    boolean acknowledged = frame.header().lastOffset() <= flushed;
    List<LoggedAppend> appends = new ArrayList<>();
    for (Frame.Part part : parts.get()) {
      Optional<LoggedAppend> append = append(part, acknowledged);
      if (append.isEmpty()) return Optional.empty();
      appends.add(append.get());
    }
    log.passed(frame);
    return Optional.of(
        new Replayed(
            frame.header().firstOffset(),
            frame.header().lastOffset(),
            frame.position(),
            frame.end(),
            appends));
  }

  private Optional<LoggedAppend> append(Frame.Part part, boolean acknowledged) {
    List<LoggedPayload> payloads = new ArrayList<>();
    for (LoggedPayload payload : part.payloads()) {
      byte[] bytes = log.read(payload.place());
      if (!holds(bytes) && !acknowledged) return Optional.empty();
      // A damaged one is named by whoever reads it.
      if (holds(bytes) || !erased(bytes)) payloads.add(payload);
    }
    Optional<LoggedKey> key = part.dataKey().flatMap(this::key);
    if (part.dataKey().isPresent() && key.isEmpty()) {
      if (!acknowledged || !erased(log.read(part.dataKey().get()))) return Optional.empty();
    }
    return head(part.records().getLast())
        .map(head ->
            new LoggedAppend(
                part.persistenceId(), part.firstSeq(), head, part.places(), payloads, key));
  }

  private Optional<LoggedKey> key(Place place) {
    byte[] bytes = log.read(place);
    return holds(bytes)
        ? Optional.of(
            new LoggedKey(place, Arrays.copyOfRange(bytes, FrameWriter.CRC, bytes.length)))
        : Optional.empty();
  }

  private static Optional<Head> head(StoredRecord last) {
    try {
      return Optional.of(new Head(last.seq(), RecordReader.hash(last)));
    } catch (DamagedRecordException e) {
      return Optional.empty();
    }
  }

  private static boolean holds(byte[] sealed) {
    if (sealed.length < FrameWriter.CRC) return false;
    var crc = new CRC32C();
    crc.update(sealed, FrameWriter.CRC, sealed.length - FrameWriter.CRC);
    return ByteBuffer.wrap(sealed).getInt() == (int) crc.getValue();
  }

  /** The checksum of zeros is not zero. */
  private static boolean erased(byte[] sealed) {
    for (byte b : sealed) if (b != 0) return false;
    return true;
  }
}

package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A frame as it was read: its header holds, its body may be damaged.
 *
 * @param bytes the body
 */
record Frame(FrameHeader header, long position, ByteBuffer bytes) {
  /** Part of a frame: an append, before what stands behind the body was looked at. */
  record Part(
      String persistenceId,
      long firstSeq,
      List<StoredRecord> records,
      List<Place> places,
      List<LoggedAppend.LoggedPayload> payloads,
      Optional<Place> dataKey) {}

  long end() {
    return position + header.length();
  }

  boolean bodyHolds() {
    return FrameHeader.crc(bytes.duplicate()) == header.bodyCrc();
  }

  /** The appends, unless the body is damaged so that it cannot be told. */
  Optional<List<Part>> parts() {
    List<Part> parts = new ArrayList<>();
    ByteBuffer body = bytes.duplicate();
    long sealed = position + FrameHeader.BYTES + header.body();
    try {
      int records = 0;
      while (body.hasRemaining()) {
        Part part = part(body, sealed);
        parts.add(part);
        records += part.records.size();
        for (var payload : part.payloads) sealed += payload.place().length();
        sealed += part.dataKey.map(Place::length).orElse(0);
      }
      return records == header.records() && sealed == end() ? Optional.of(parts) : Optional.empty();
    } catch (BufferUnderflowException damaged) {
      return Optional.empty();
    }
  }

  /**
   * The appends. Where the checksum of the body does not hold, each of their records stands where
   * it belongs all the same, or is damaged itself, which its own checksum tells whoever reads it.
   *
   * @throws DamagedRecordException when it cannot be told whose records they are
   */
  List<Part> wholeParts() {
    List<Part> parts =
        parts()
            .orElseThrow(() ->
                new DamagedRecordException(
                    new DamagedRecord(
                        "commit " + header.firstOffset(), 0, "a batch", "other bytes")));
    if (!bodyHolds()) {
      for (Part part : parts) part.records.forEach(Frame::requireInPlace);
    }
    return parts;
  }

  private static void requireInPlace(StoredRecord record) {
    try {
      RecordReader.hash(record);
    } catch (DamagedRecordException itself) {
      return;
    }
    RecordReader.read(record);
  }

  private Part part(ByteBuffer body, long sealed) {
    String pid = text(body);
    long firstSeq = body.getLong();
    int records = count(body);
    int payloads = count(body);
    int key = count(body);
    List<LoggedAppend.LoggedPayload> found = new ArrayList<>();
    long at = sealed;
    for (int i = 0; i < payloads; i++) {
      String commit = text(body);
      var place = new Place(at, count(body));
      found.add(new LoggedAppend.LoggedPayload(commit, place));
      at = place.end();
    }
    List<StoredRecord> stored = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      long start = position + FrameHeader.BYTES + body.position();
      byte[] record = new byte[count(body)];
      long offset = body.getLong();
      body.get(record);
      stored.add(new StoredRecord(offset, pid, firstSeq + i, record));
      places.add(new Place(start, FrameWriter.BEFORE_RECORD + record.length));
    }
    Optional<Place> dataKey = key == 0 ? Optional.empty() : Optional.of(new Place(at, key));
    return new Part(pid, firstSeq, stored, places, found, dataKey);
  }

  /** A number of things that take a byte each at least, of the body or behind it. */
  private int count(ByteBuffer body) {
    int count = body.getInt();
    if (count < 0 || count > header.body() + header.sealed()) throw new BufferUnderflowException();
    return count;
  }

  private static String text(ByteBuffer body) {
    byte[] bytes = new byte[body.getShort() & 0xffff];
    body.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

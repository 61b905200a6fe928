package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.log.LoggedAppend.LoggedKey;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedPayload;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Makes a frame of a batch. For each append the body holds
 *
 * <pre>
 * length of persistence id (2), persistence id, first seq (8), records (4), payloads (4), bytes of the key (4)
 * for each payload: length of its commitment (2), commitment, its bytes (4)
 * for each record: its bytes (4), commit number (8), the record
 * </pre>
 *
 * and behind the body stand the payloads and keys themselves, each behind its CRC32C. Uses one
 * buffer again and again; for one thread.
 */
final class FrameWriter {
  static final int BEFORE_RECORD = 12;
  static final int CRC = 4;

  /** Its length is kept in two bytes, and longer ones are a mistake. */
  private static final int MAX_ID_BYTES = 4096;

  private static final int KEPT = 4 << 20;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);

  /**
   * @param frame its bytes, valid until the next one is made
   */
  record Written(ByteBuffer frame, List<LoggedAppend> appends) {}

  /**
   * @param position where the frame will stand
   */
  Written write(List<AppendPlan.Placed> batch, long position) {
    buffer = room(bound(batch)).clear().position(FrameHeader.BYTES);
    List<List<Place>> places = new ArrayList<>(batch.size());
    int records = 0;
    for (AppendPlan.Placed placed : batch) {
      places.add(body(placed, position));
      records += placed.append().records().size();
    }
    int body = buffer.position() - FrameHeader.BYTES;
    int bodyCrc = FrameHeader.crc(buffer.slice(FrameHeader.BYTES, body));
    List<LoggedAppend> appends = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      appends.add(sealed(batch.get(i).append(), places.get(i), position));
    }
    int sealed = buffer.position() - FrameHeader.BYTES - body;
    new FrameHeader(body, sealed, batch.getFirst().firstOffset(), records, bodyCrc).write(buffer);
    return new Written(buffer.flip(), appends);
  }

  private List<Place> body(AppendPlan.Placed placed, long position) {
    Append append = placed.append();
    text(append.persistenceId());
    buffer.putLong(append.firstSeq());
    buffer.putInt(append.records().size()).putInt(append.payloads().size());
    buffer.putInt(append.dataKey().map(key -> CRC + key.length).orElse(0));
    for (Payload payload : append.payloads()) {
      text(payload.commit());
      buffer.putInt(CRC + payload.bytes().length);
    }
    List<Place> places = new ArrayList<>(append.records().size());
    long offset = placed.firstOffset();
    for (NewRecord record : append.records()) {
      int length = record.bytes().length;
      places.add(new Place(position + buffer.position(), BEFORE_RECORD + length));
      buffer.putInt(length).putLong(offset++).put(record.bytes());
    }
    return places;
  }

  private LoggedAppend sealed(Append append, List<Place> records, long position) {
    List<LoggedPayload> payloads = new ArrayList<>(append.payloads().size());
    for (Payload payload : append.payloads()) {
      payloads.add(new LoggedPayload(payload.commit(), seal(payload.bytes(), position)));
    }
    Optional<LoggedKey> key =
        append.dataKey().map(wrapped -> new LoggedKey(seal(wrapped, position), wrapped));
    return new LoggedAppend(
        append.persistenceId(), append.firstSeq(), append.head(), records, payloads, key);
  }

  private Place seal(byte[] bytes, long position) {
    var crc = new CRC32C();
    crc.update(bytes);
    var place = new Place(position + buffer.position(), CRC + bytes.length);
    buffer.putInt((int) crc.getValue()).put(bytes);
    return place;
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "an id may have %d bytes, found %d: %.40s..."
              .formatted(MAX_ID_BYTES, bytes.length, text));
    }
    buffer.putShort((short) bytes.length).put(bytes);
  }

  private ByteBuffer room(long bytes) {
    if (bytes <= buffer.capacity()) return buffer;
    int more = Math.toIntExact(bytes);
    ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(more, Math.min(KEPT, 2 * more)));
    return larger;
  }

  /**
   * At least what the batch takes: no character has more than three bytes for each {@code char}.
   */
  private static long bound(List<AppendPlan.Placed> batch) {
    long bytes = FrameHeader.BYTES;
    for (AppendPlan.Placed placed : batch) {
      Append append = placed.append();
      bytes += 22 + 3L * append.persistenceId().length() + append.size();
      bytes += (long) BEFORE_RECORD * append.records().size();
      for (Payload payload : append.payloads()) bytes += 10 + 3L * payload.commit().length();
      bytes += append.dataKey().map(key -> CRC + key.length).orElse(0);
    }
    return bytes;
  }
}

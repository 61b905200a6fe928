package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Values beside the keys of {@link Keys}. */
final class Values {
  private Values() {}

  static byte[] commit(String pid, long seq, byte[] stored) {
    byte[] id = Keys.utf8(pid);
    return ByteBuffer.allocate(10 + id.length + stored.length)
        .putShort((short) id.length)
        .put(id)
        .putLong(seq)
        .put(stored)
        .array();
  }

  /** The record of that commit, unless the value is none. */
  static Optional<StoredRecord> commit(long offset, byte[] value) {
    int length = value.length < 10 ? -1 : ByteBuffer.wrap(value).getShort();
    if (length < 0 || value.length < 10 + length) return Optional.empty();
    return Optional.of(
        new StoredRecord(
            offset,
            new String(value, 2, length, StandardCharsets.UTF_8),
            ByteBuffer.wrap(value).getLong(2 + length),
            Arrays.copyOfRange(value, 10 + length, value.length)));
  }

  static byte[] places(List<Place> places) {
    var body = ByteBuffer.allocate(12 * places.size());
    for (Place place : places) body.putLong(place.position()).putInt(place.length());
    return sealed(body.array());
  }

  /** The places that a value names, unless it is damaged. */
  static Optional<List<Place>> places(byte[] value) {
    return opened(value)
        .filter(body -> body.length > 0 && body.length % 12 == 0)
        .map(body -> {
          ByteBuffer bytes = ByteBuffer.wrap(body);
          List<Place> places = new ArrayList<>(body.length / 12);
          while (bytes.hasRemaining()) places.add(new Place(bytes.getLong(), bytes.getInt()));
          return places;
        });
  }

  /**
   * @param length what the key takes in the log, its checksum included
   */
  static byte[] loggedKey(int length, byte[] wrapped) {
    return sealed(ByteBuffer.allocate(4 + wrapped.length).putInt(length).put(wrapped).array());
  }

  /** Whether the value under a record's key says where the record is, instead of being it. */
  static boolean isOffset(byte[] value) {
    return value.length == 8;
  }

  static byte[] record(long offset, byte[] stored) {
    return ByteBuffer.allocate(8 + stored.length).putLong(offset).put(stored).array();
  }

  static StoredRecord record(String pid, long seq, byte[] value) {
    if (value.length < 8) {
      throw damaged(pid, seq, "a record", value.length + " bytes");
    }
    return new StoredRecord(
        ByteBuffer.wrap(value).getLong(), pid, seq, Arrays.copyOfRange(value, 8, value.length));
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] pointer(String pid, long seq) {
    byte[] id = Keys.utf8(pid);
    return ByteBuffer.allocate(8 + id.length).putLong(seq).put(id).array();
  }

  static byte[] head(Head head) {
    var body = ByteBuffer.allocate(8 + head.hash().length).putLong(head.seq()).put(head.hash());
    return sealed(body.array());
  }

  static Head head(String pid, byte[] value) {
    byte[] body =
        opened(value)
            .filter(bytes -> bytes.length > 8)
            .orElseThrow(() -> damaged(pid, 0, "a valid checksum", "another one"));
    return new Head(ByteBuffer.wrap(body).getLong(), Arrays.copyOfRange(body, 8, body.length));
  }

  static byte[] snapshot(StoredSnapshot snapshot) {
    return record(snapshot.timestamp(), snapshot.bytes());
  }

  static StoredSnapshot snapshot(String pid, long seq, byte[] value) {
    return new StoredSnapshot(
        pid, seq, ByteBuffer.wrap(value).getLong(), Arrays.copyOfRange(value, 8, value.length));
  }

  /** {@code body} behind its CRC32C. */
  static byte[] sealed(byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(crc(body)).put(body).array();
  }

  /** What {@link #sealed} was given, unless it has changed since. */
  static Optional<byte[]> opened(byte[] sealed) {
    if (sealed.length < 4) return Optional.empty();
    byte[] body = Arrays.copyOfRange(sealed, 4, sealed.length);
    return ByteBuffer.wrap(sealed).getInt() == crc(body) ? Optional.of(body) : Optional.empty();
  }

  static DamagedRecordException damaged(String pid, long seq, String expected, String found) {
    return new DamagedRecordException(new DamagedRecord(pid, seq, expected, found));
  }

  /** The failure of reading something beside the records whose checksum does not fit. */
  static StoreFailedException damaged(String pid, String what) {
    return new StoreFailedException(
        "%s of %s is damaged: its checksum does not fit".formatted(what, pid), null);
  }

  private static int crc(byte[] body) {
    var crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}

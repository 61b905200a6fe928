package dev.stint.persistence.journal.record;

import static dev.stint.persistence.journal.record.RecordFormat.CRC_BYTES;

import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads one stored record and refuses it unless it is whole and in its place. Thread-safe. */
public final class RecordReader {
  private RecordReader() {}

  /**
   * Checks everything a record can show by itself: checksum, format, and that it names the place it
   * was found in.
   *
   * @throws DamagedRecordException when it does not
   */
  public static RecordedHeader read(StoredRecord stored) {
    requireChecksum(stored);
    RecordedHeader header = parse(stored);
    if (!header.persistenceId().equals(stored.persistenceId()) || header.seq() != stored.seq()) {
      throw damaged(
          stored,
          "itself under its own key",
          "record %d of %s".formatted(header.seq(), header.persistenceId()));
    }
    return header;
  }

  /**
   * The hash of a record, its leaf in the log's tree, without reading what it says.
   *
   * @throws DamagedRecordException when its checksum does not hold
   */
  public static byte[] hash(StoredRecord stored) {
    requireChecksum(stored);
    return RecordFormat.hash(stored.bytes());
  }

  private static void requireChecksum(StoredRecord stored) {
    byte[] bytes = stored.bytes();
    if (bytes.length <= CRC_BYTES) {
      throw damaged(stored, "a record", bytes.length + " bytes");
    }
    int written = RecordFormat.writtenCrc(bytes);
    int computed = RecordFormat.crc(bytes);
    if (written != computed) {
      throw damaged(
          stored, "checksum %08x".formatted(written), "bytes with %08x".formatted(computed));
    }
  }

  private static RecordedHeader parse(StoredRecord stored) {
    byte[] bytes = stored.bytes();
    HeaderFields fields;
    try {
      fields = HeaderFields.read(bytes, CRC_BYTES);
    } catch (IOException | DateTimeException e) {
      throw damaged(stored, "a JSON header", e.getMessage());
    }
    if (fields.version != RecordFormat.VERSION) {
      throw damaged(stored, "format " + RecordFormat.VERSION, "format " + fields.version);
    }
    return new RecordedHeader(
        stored.offset(),
        fields.persistenceId,
        fields.seq,
        fields.at,
        fields.by,
        fields.type,
        fields.serializer,
        fields.data,
        fields.adapter,
        fields.epoch,
        fields.writer,
        fields.prev,
        HexFormat.of().formatHex(RecordFormat.hash(bytes)),
        Arrays.copyOfRange(bytes, CRC_BYTES, bytes.length));
  }

  private static DamagedRecordException damaged(
      StoredRecord stored, String expected, String found) {
    return new DamagedRecordException(
        new DamagedRecord(stored.persistenceId(), stored.seq(), expected, found));
  }
}

package dev.stint.persistence.journal.record;

import static dev.stint.persistence.journal.record.RecordFormat.CRC_BYTES;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads one stored record and refuses it unless it is whole and in its place. Thread-safe. */
public final class RecordReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // What was written is read back, whatever its size; the committer bounds what is written.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

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
    var fields = new Fields();
    try (JsonParser parser = JSON.createParser(bytes, CRC_BYTES, bytes.length - CRC_BYTES)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("no object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) fields.take(parser, bytes);
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

  /** The fields met so far. */
  private static final class Fields {
    String adapter = "";
    Instant at = Instant.EPOCH;
    String by = "";
    byte[] data = new byte[0];
    long epoch;
    String persistenceId = "";
    String prev = "";
    long seq;
    int serializer;
    String type = "";
    int version;
    String writer = "";

    void take(JsonParser parser, byte[] bytes) throws IOException {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "adapter" -> adapter = parser.getText();
        case "at" -> at = Instant.parse(parser.getText());
        case "by" -> by = parser.getText();
        case "data" -> data = slice(parser, bytes);
        case "epoch" -> epoch = parser.getLongValue();
        case "pid" -> persistenceId = parser.getText();
        case "prev" -> prev = parser.getText();
        case "seq" -> seq = parser.getLongValue();
        case "ser" -> serializer = parser.getIntValue();
        case "type" -> type = parser.getText();
        case "v" -> version = parser.getIntValue();
        case "writer" -> writer = parser.getText();
        default -> throw new IOException("the unknown key " + name);
      }
    }

    /** The value as it stands, not as a parser would write it again. */
    private static byte[] slice(JsonParser parser, byte[] bytes) throws IOException {
      int start = CRC_BYTES + (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      int end = CRC_BYTES + (int) parser.currentLocation().getByteOffset();
      // A number ends where the next character starts, which the parser may have taken already.
      while (end > start && bytes[end - 1] == ',') end--;
      return Arrays.copyOfRange(bytes, start, end);
    }
  }
}

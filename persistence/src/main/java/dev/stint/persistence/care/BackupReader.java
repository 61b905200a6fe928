package dev.stint.persistence.care;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the frames of a backup and refuses them unless they are whole. Used by one thread. */
public final class BackupReader {
  private final String where;
  private long records;
  private long payloads;

  private BackupReader(String where) {
    this.where = where;
  }

  /** What a backup says of itself. */
  public record Summary(long offset, long records, long payloads, long keys) {}

  /**
   * Hands over everything in {@code in}, which ends with the frame that says so.
   *
   * @param where for messages
   * @throws CareException when it is damaged, incomplete or of another format
   */
  public static Summary read(InputStream in, String where, Content content) throws IOException {
    return new BackupReader(where).read(new DataInputStream(in), content);
  }

  /** Hands over data keys until the stream ends. */
  public static void readKeys(InputStream in, String where, Content content) throws IOException {
    var data = new DataInputStream(in);
    var reader = new BackupReader(where);
    while (true) {
      data.mark(1);
      if (data.read() < 0) return;
      data.reset();
      Frame frame = Frame.read(data, where);
      if (frame.kind() != Frame.Kind.DATA_KEY) {
        throw CareException.backupDamaged(where, "data keys", "a frame " + frame.kind());
      }
      reader.take(frame, content);
    }
  }

  private Summary read(DataInputStream in, Content content) throws IOException {
    Frame first = Frame.read(in, where);
    JsonNode header = first.kind() == Frame.Kind.HEADER ? json(first) : Json.parse("{}");
    if (!header.path("format").asText().equals(BackupWriter.FORMAT)) {
      throw CareException.backupDamaged(
          where, BackupWriter.FORMAT, "\"" + header.path("format").asText() + "\"");
    }
    long offset = header.path("offset").asLong();
    Frame frame = Frame.read(in, where);
    while (frame.kind() != Frame.Kind.END) {
      take(frame, content);
      frame = Frame.read(in, where);
    }
    JsonNode end = json(frame);
    require("records", end, records);
    require("payloads", end, payloads);
    if (records != offset) {
      throw CareException.backupDamaged(where, offset + " records", records + " records");
    }
    return new Summary(offset, records, payloads, end.path("keys").asLong());
  }

  private void require(String what, JsonNode end, long found) {
    long expected = end.path(what).asLong(-1);
    if (expected == found) return;
    throw CareException.backupDamaged(where, expected + " " + what, found + " " + what);
  }

  private void take(Frame frame, Content content) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(frame.body()));
    try {
      switch (frame.kind()) {
        case DATA_KEY -> {
          content.dataKey(Frame.text(in), in.readAllBytes());
        }
        case PAYLOAD -> {
          payloads++;
          content.payload(Frame.text(in), new Payload(Frame.text(in), in.readAllBytes()));
        }
        case RECORD -> {
          records++;
          long offset = in.readLong();
          String id = Frame.text(in);
          content.record(new StoredRecord(offset, id, in.readLong(), in.readAllBytes()));
        }
        case DELETED -> content.deletedTo(Frame.text(in), in.readLong());
        case HEADER, END -> throw CareException.backupDamaged(where, "content", "a second header");
      }
    } catch (EOFException e) {
      throw CareException.backupDamaged(where, "a whole " + frame.kind(), "less");
    }
  }

  private static JsonNode json(Frame frame) {
    return Json.parse(new String(frame.body(), StandardCharsets.UTF_8));
  }
}

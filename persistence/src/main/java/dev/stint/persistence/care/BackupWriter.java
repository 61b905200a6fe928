package dev.stint.persistence.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes a store as frames. Keys go to a stream of their own, so that they can be kept for a
 * shorter time than the rest. Used by one thread.
 */
public final class BackupWriter implements Content {
  static final String FORMAT = "stint-backup/1";

  private final DataOutputStream journal;
  private final DataOutputStream keys;
  private long records;
  private long payloads;
  private long dataKeys;

  BackupWriter(OutputStream journal, OutputStream keys) {
    this.journal = new DataOutputStream(journal);
    this.keys = new DataOutputStream(keys);
  }

  /**
   * Writes everything up to the newest commit there is now; a writer may go on meanwhile.
   *
   * @param keys may be the same stream as {@code journal}: readers tell by the kind of frame
   * @return the newest commit number in it
   */
  public static long write(
      EventStore store, OutputStream journal, OutputStream keys, Progress progress)
      throws IOException {
    long end = store.lastOffset();
    var writer = new BackupWriter(journal, keys);
    try {
      writer.header(end);
      new StoreReader(store, progress).read(0, end, writer);
      writer.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return end;
  }

  void header(long end) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    byte[] body = CanonicalJson.bytes(header.put("format", FORMAT).put("offset", end));
    put(journal, new Frame(Frame.Kind.HEADER, body));
  }

  void end() throws IOException {
    ObjectNode end = JsonNodeFactory.instance.objectNode();
    end.put("keys", dataKeys).put("payloads", payloads).put("records", records);
    put(journal, new Frame(Frame.Kind.END, CanonicalJson.bytes(end)));
    journal.flush();
    keys.flush();
  }

  /** A body under construction. */
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static void put(DataOutputStream out, Frame.Kind kind, Body body) {
    var bytes = new ByteArrayOutputStream();
    try {
      body.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    put(out, new Frame(kind, bytes.toByteArray()));
  }

  private static void put(DataOutputStream out, Frame frame) {
    try {
      frame.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void dataKey(String persistenceId, byte[] wrapped) {
    dataKeys++;
    put(
        keys,
        Frame.Kind.DATA_KEY,
        out -> {
          Frame.text(out, persistenceId);
          out.write(wrapped);
        });
  }

  @Override
  public void payload(String persistenceId, Payload payload) {
    payloads++;
    put(
        journal,
        Frame.Kind.PAYLOAD,
        out -> {
          Frame.text(out, persistenceId);
          Frame.text(out, payload.commit());
          out.write(payload.bytes());
        });
  }

  @Override
  public void record(StoredRecord record) {
    records++;
    put(
        journal,
        Frame.Kind.RECORD,
        out -> {
          out.writeLong(record.offset());
          Frame.text(out, record.persistenceId());
          out.writeLong(record.seq());
          out.write(record.bytes());
        });
  }

  @Override
  public void deletedTo(String persistenceId, long seq) {
    put(
        journal,
        Frame.Kind.DELETED,
        out -> {
          Frame.text(out, persistenceId);
          out.writeLong(seq);
        });
  }
}

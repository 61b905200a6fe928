package dev.stint.persistence.care;

import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes what a {@link StoreReader} reads into a store that nobody else uses: the same records
 * under the same commit numbers. A record that is damaged stops it. Used by one thread; ends with
 * {@link #flush}.
 */
public final class StoreWriter implements Content {
  private static final int MOST_APPENDS = 1_000;
  private static final long MOST_BYTES = 4L << 20;

  private final EventStore store;
  private final List<Append> batch = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private final List<Payload> payloads = new ArrayList<>();
  private Optional<byte[]> dataKey = Optional.empty();
  private long bytes;

  public StoreWriter(EventStore store) {
    this.store = store;
  }

  @Override
  public void dataKey(String persistenceId, byte[] wrapped) {
    dataKey = Optional.of(wrapped);
  }

  @Override
  public void payload(String persistenceId, Payload payload) {
    payloads.add(payload);
  }

  @Override
  public void record(StoredRecord record) {
    RecordedHeader header = RecordReader.read(record);
    var append =
        new Append(
            header.persistenceId(),
            header.seq(),
            HexFormat.of().parseHex(header.prev()),
            List.of(new NewRecord(record.bytes(), HexFormat.of().parseHex(header.hash()))),
            payloads,
            dataKey);
    payloads.clear();
    dataKey = Optional.empty();
    batch.add(append);
    offsets.add(record.offset());
    bytes += append.size();
    if (batch.size() >= MOST_APPENDS || bytes >= MOST_BYTES) flush();
  }

  @Override
  public void deletedTo(String persistenceId, long seq) {
    flush();
    store.deleteTo(persistenceId, seq);
  }

  /** Makes what was written so far durable. */
  public void flush() {
    if (batch.isEmpty()) return;
    List<AppendResult> results = store.append(batch);
    for (int i = 0; i < results.size(); i++) require(batch.get(i), offsets.get(i), results.get(i));
    batch.clear();
    offsets.clear();
    bytes = 0;
  }

  private static void require(Append append, long offset, AppendResult result) {
    String what = "record %d of %s".formatted(append.firstSeq(), append.persistenceId());
    switch (result) {
      case AppendResult.Accepted(long first, long _) when first == offset -> {}
      case AppendResult.Accepted(long first, long _) ->
          throw CareException.differs(what, "commit " + offset, "commit " + first);
      case AppendResult.Conflict(long expected, long _) ->
          throw CareException.differs(
              what, "the record after its head", "a target that takes record " + expected);
    }
  }
}

package dev.stint.persistence.care;

import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.List;

/**
 * Reads a whole store in an order in which it can be written back. May run beside a writer: it ends
 * at the commit it was told, and what an erasure takes away meanwhile is left out.
 */
public final class StoreReader {
  private static final int PAGE = 500;

  private final EventStore store;
  private final Progress progress;

  public StoreReader(EventStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * Hands over commits after {@code after} up to {@code end}, with everything that goes with them.
   */
  public void read(long after, long end, Content content) {
    long reached = after;
    while (reached < end) {
      List<StoredRecord> page = store.tail(reached, (int) Math.min(PAGE, end - reached));
      for (StoredRecord record : page) {
        if (record.seq() == 1) readPayloads(record.persistenceId(), content);
        content.record(record);
        reached = record.offset();
      }
      progress.at(reached, end);
    }
    readMarks(content);
  }

  private void readPayloads(String persistenceId, Content content) {
    store.dataKey(persistenceId).ifPresent(key -> content.dataKey(persistenceId, key));
    store.payloads(persistenceId, payload -> content.payload(persistenceId, payload));
  }

  private void readMarks(Content content) {
    String after = "";
    while (true) {
      List<String> page = store.persistenceIds(after, PAGE);
      if (page.isEmpty()) return;
      for (String id : page) {
        long seq = store.deletedTo(id);
        if (seq > 0) content.deletedTo(id, seq);
      }
      after = page.getLast();
    }
  }
}

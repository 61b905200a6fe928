package dev.stint.persistence.journal.record;

import dev.stint.persistence.journal.store.DamagedRecord;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Reads one persistence id and hands over only what is proven: checksum, place, no gap, each record
 * chained to the one before, the last one to the head (invariant 7). Thread-safe.
 */
public final class ChainReader {
  private final EventStore store;

  public ChainReader(EventStore store) {
    this.store = store;
  }

  /**
   * Reads records {@code from..to}, at most {@code max}.
   *
   * @throws DamagedRecordException at the first record that does not belong; those before it have
   *     been handed over
   */
  public void read(
      String persistenceId, long from, long to, long max, Consumer<RecordedHeader> consumer) {
    Head head = store.headLookedUp(persistenceId); // what is remembered would hide a damaged one
    long first = Math.max(1, from);
    long wanted = Math.min(to, head.seq()) - first + 1;
    if (wanted <= 0 || max <= 0) return;
    long last = first + Math.min(wanted, max) - 1;
    var walk = new Walk(persistenceId, first, first == 1 ? "" : hashOf(persistenceId, first - 1));
    store.read(
        persistenceId,
        first,
        last,
        last - first + 1,
        stored -> {
          if (stored.seq() != walk.next) throw walk.missing(walk.next, stored.seq());
          RecordedHeader header = RecordReader.read(stored);
          walk.follow(header);
          consumer.accept(header);
        });
    if (walk.next <= last) throw walk.missing(walk.next, 0);
    if (last == head.seq()) walk.endAt(HexFormat.of().formatHex(head.hash()));
  }

  /** The last record, checked against the head; only for a persistence id that has one. */
  public RecordedHeader last(String persistenceId, long seq) {
    var holder = new RecordedHeader[1];
    read(persistenceId, seq, seq, 1, header -> holder[0] = header);
    return holder[0];
  }

  private String hashOf(String persistenceId, long seq) {
    var holder = new RecordedHeader[1];
    store.read(persistenceId, seq, seq, 1, stored -> holder[0] = RecordReader.read(stored));
    if (holder[0] == null) throw new Walk(persistenceId, seq, "").missing(seq, 0);
    return holder[0].hash();
  }

  /** Where a reading stands. */
  private static final class Walk {
    final String persistenceId;
    long next;
    String prev;

    Walk(String persistenceId, long next, String prev) {
      this.persistenceId = persistenceId;
      this.next = next;
      this.prev = prev;
    }

    void follow(RecordedHeader header) {
      if (!header.prev().equals(prev)) {
        throw damaged(next, "prev " + named(prev), "prev " + named(header.prev()));
      }
      prev = header.hash();
      next++;
    }

    void endAt(String headHash) {
      if (!prev.equals(headHash)) {
        throw damaged(next - 1, "hash " + named(headHash), "hash " + named(prev));
      }
    }

    DamagedRecordException missing(long seq, long found) {
      return damaged(seq, "a record", found == 0 ? "none" : "record " + found);
    }

    private DamagedRecordException damaged(long seq, String expected, String found) {
      return new DamagedRecordException(new DamagedRecord(persistenceId, seq, expected, found));
    }

    private static String named(String hash) {
      return hash.isEmpty() ? "none" : hash;
    }
  }
}

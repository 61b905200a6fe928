package dev.stint.persistence.care;

import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies one store into another, of whatever kinds: the same records under the same commit numbers,
 * payloads, data keys, marks of deletion. Goes on where an interrupted copy ended, and compares
 * everything at the end. Nobody else may use the stores meanwhile.
 */
public final class StoreCopy {
  private static final int PAGE = 500;

  private final EventStore source;
  private final EventStore target;
  private final Progress progress;

  public StoreCopy(EventStore source, EventStore target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Copies, then compares.
   *
   * @return how many records were copied now
   * @throws CareException when the target holds something else, or differs at the end
   */
  public long run() {
    long begin = target.lastOffset();
    long end = source.lastOffset();
    requireBeginning(begin, end);
    var writer = new StoreWriter(target);
    new StoreReader(source, progress).read(begin, end, writer);
    writer.flush();
    compare(end);
    return end - begin;
  }

  /** The newest record that is there already must be the same: its hash stands for those before. */
  private void requireBeginning(long begin, long end) {
    if (begin == 0) return;
    if (begin > end) throw CareException.targetNotEmpty("the target");
    StoredRecord ours = source.tail(begin - 1, 1).getFirst();
    StoredRecord theirs = target.tail(begin - 1, 1).getFirst();
    if (!same(ours, theirs)) throw CareException.targetNotEmpty("the target");
  }

  private void compare(long end) {
    for (long reached = 0; reached < end; ) {
      List<StoredRecord> ours = source.tail(reached, PAGE);
      List<StoredRecord> theirs = target.tail(reached, PAGE);
      for (int i = 0; i < ours.size(); i++) {
        StoredRecord record = ours.get(i);
        if (i >= theirs.size() || !same(record, theirs.get(i))) {
          throw CareException.differs("commit " + record.offset(), "the same record", "another");
        }
        if (record.seq() == 1) comparePayloads(record.persistenceId());
        reached = record.offset();
      }
    }
  }

  private void comparePayloads(String persistenceId) {
    boolean sameKey =
        Arrays.equals(key(source, persistenceId), key(target, persistenceId))
            && source.deletedTo(persistenceId) == target.deletedTo(persistenceId);
    Map<String, byte[]> ours = payloads(source, persistenceId);
    Map<String, byte[]> theirs = payloads(target, persistenceId);
    boolean samePayloads =
        ours.keySet().equals(theirs.keySet())
            && ours.entrySet().stream()
                .allMatch(entry -> Arrays.equals(entry.getValue(), theirs.get(entry.getKey())));
    if (sameKey && samePayloads) return;
    throw CareException.differs(
        persistenceId,
        "the same key and %d payload(s)".formatted(ours.size()),
        "%d payload(s), or another key; copy into an empty target".formatted(theirs.size()));
  }

  private static byte[] key(EventStore store, String persistenceId) {
    Optional<byte[]> key = store.dataKey(persistenceId);
    return key.orElse(new byte[0]);
  }

  private static Map<String, byte[]> payloads(EventStore store, String persistenceId) {
    Map<String, byte[]> found = new HashMap<>();
    store.payloads(persistenceId, (Payload p) -> found.put(p.commit(), p.bytes()));
    return found;
  }

  private static boolean same(StoredRecord ours, StoredRecord theirs) {
    return ours.offset() == theirs.offset()
        && ours.seq() == theirs.seq()
        && ours.persistenceId().equals(theirs.persistenceId())
        && Arrays.equals(ours.bytes(), theirs.bytes());
  }
}

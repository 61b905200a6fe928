package dev.stint.runtime.simulation;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendResult;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The records of a disk as one process sees them. */
final class DiskImage {
  private final Map<String, TreeMap<Long, StoredRecord>> records = new TreeMap<>();
  private final Map<String, Head> heads = new TreeMap<>();
  private final List<StoredRecord> all = new ArrayList<>();

  AppendResult apply(Append append) {
    long first = all.size() + 1L;
    long seq = append.firstSeq();
    var own = records.computeIfAbsent(append.persistenceId(), _ -> new TreeMap<>());
    for (NewRecord record : append.records()) {
      var stored = new StoredRecord(all.size() + 1L, append.persistenceId(), seq, record.bytes());
      own.put(seq++, stored);
      all.add(stored);
    }
    heads.put(append.persistenceId(), append.head());
    return new AppendResult.Accepted(first, all.size());
  }

  Head head(String persistenceId) {
    return heads.getOrDefault(persistenceId, Head.NONE);
  }

  List<StoredRecord> read(String persistenceId, long from, long to, long limit) {
    var own = records.get(persistenceId);
    if (own == null || from > to) return List.of();
    List<StoredRecord> found = new ArrayList<>();
    for (StoredRecord record : own.tailMap(Math.max(1, from), true).values()) {
      if (record.seq() > to || found.size() >= limit) break;
      found.add(record);
    }
    return found;
  }

  List<StoredRecord> tail(long fromOffset, int limit) {
    int from = (int) Math.min(fromOffset, all.size());
    return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
  }

  long lastOffset() {
    return all.size();
  }

  Set<String> persistenceIds() {
    return heads.keySet();
  }
}

package dev.stint.persistence.journal.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What becomes of a batch: which appends continue their head, under which commit numbers (invariant
 * 8). The same decision for every store; a store must make it and write it without another writer
 * in between.
 *
 * @param results one per append of the batch, in order
 * @param placed the accepted ones, in order
 * @param lastOffset the newest commit number once they are written
 */
public record AppendPlan(List<AppendResult> results, List<Placed> placed, long lastOffset) {
  /** An accepted append and the commit number of its first record. */
  public record Placed(Append append, long firstOffset) {}

  public AppendPlan {
    results = List.copyOf(results);
    placed = List.copyOf(placed);
  }

  /**
   * @param lastOffset the newest commit number before the batch
   * @param heads the stored head of a persistence id
   */
  public static AppendPlan of(List<Append> batch, long lastOffset, Function<String, Head> heads) {
    Map<String, Head> reached = HashMap.newHashMap(batch.size());
    List<AppendResult> results = new ArrayList<>(batch.size());
    List<Placed> placed = new ArrayList<>(batch.size());
    long offset = lastOffset;
    for (Append append : batch) {
      Head head = reached.computeIfAbsent(append.persistenceId(), heads);
      if (head.isContinuedBy(append)) {
        placed.add(new Placed(append, offset + 1));
        results.add(new AppendResult.Accepted(offset + 1, offset + append.records().size()));
        offset += append.records().size();
        reached.put(append.persistenceId(), append.head());
      } else {
        results.add(new AppendResult.Conflict(head.seq() + 1, append.firstSeq()));
      }
    }
    return new AppendPlan(results, placed, offset);
  }
}

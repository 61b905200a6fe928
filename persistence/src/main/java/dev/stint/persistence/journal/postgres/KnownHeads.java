package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Head;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a writer left behind. As long as the commit counter stands where it left it, nobody else has
 * written, and it need not look before it writes: the write itself requires the counter to stand
 * there still (invariant 8). Used under the lock of its store.
 */
final class KnownHeads {
  private static final int REMEMBERED = 20_000;
  private static final long UNKNOWN = -1;

  private final Map<String, Head> heads =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
          return size() > REMEMBERED;
        }
      };

  private long lastOffset = UNKNOWN;

  /** Where several nodes write in turn, trying without a look would mostly be a try in vain. */
  private boolean alone;

  /**
   * The plan of a batch, if nobody has written since and all of it fits: a refusal must rest on
   * what the store says. A persistence id that is not remembered is taken for a new one; that it is
   * not is found by the unique key of its records.
   */
  Optional<AppendPlan> plan(List<Append> batch) {
    if (!alone) return Optional.empty();
    AppendPlan plan = AppendPlan.of(batch, lastOffset, pid -> heads.getOrDefault(pid, Head.NONE));
    return plan.placed().size() == batch.size() ? Optional.of(plan) : Optional.empty();
  }

  /** The counter was looked at, and locked. */
  void found(long counter) {
    alone = counter == lastOffset;
    if (!alone) heads.clear();
  }

  /** The plan is durable; the counter stands where it left it. */
  void wrote(AppendPlan plan) {
    lastOffset = plan.lastOffset();
    plan.placed().forEach(p -> heads.put(p.append().persistenceId(), p.append().head()));
  }

  /** What this writer did last may not have happened. */
  void forget() {
    alone = false;
    lastOffset = UNKNOWN;
    heads.clear();
  }
}

package dev.stint.persistence.journal.commit;

import dev.stint.persistence.journal.record.RecordDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The newest commits as the events that their writers gave, for readers so close behind that
 * reading and parsing them again would be waste. Bounded in number and bytes: whoever is further
 * behind reads the store. Thread-safe.
 */
public final class RecentEvents {
  private static final int MOST = 1 << 14;
  private static final long MOST_BYTES = 16L << 20;

  private final Kept[] ring = new Kept[MOST];
  private long oldest = 1;
  private long newest;
  private long bytes;

  /** A committed event, without its payloads. */
  public record Recent(long offset, String persistenceId, long seq, Object event) {}

  private record Kept(Recent recent, int bytes) {}

  /**
   * Commits after {@code offset}, without a gap, at most {@code limit}; empty when they are not all
   * here, and also when there are none.
   */
  public synchronized List<Recent> after(long offset, int limit) {
    if (offset + 1 < oldest || offset >= newest) return List.of();
    long last = Math.min(newest, offset + limit);
    List<Recent> found = new ArrayList<>((int) (last - offset));
    for (long i = offset + 1; i <= last; i++) found.add(ring[slot(i)].recent());
    return found;
  }

  /** Notes a durable request whose first record has the commit number {@code firstOffset}. */
  synchronized void add(long firstOffset, CommitRequest request) {
    long offset = firstOffset;
    for (RecordDraft draft : request.drafts()) add(offset++, draft);
  }

  private void add(long offset, RecordDraft draft) {
    if (offset != newest + 1) restart(offset);
    newest = offset;
    if (draft.event().isEmpty()) {
      restart(offset + 1);
      return;
    }
    if (newest - oldest == MOST) dropOldest();
    var recent =
        new Recent(offset, draft.persistenceId(), draft.seq(), draft.event().orElseThrow());
    ring[slot(offset)] = new Kept(recent, draft.size());
    bytes += draft.size();
    while (bytes > MOST_BYTES && oldest < newest) dropOldest();
  }

  private void dropOldest() {
    int slot = slot(oldest++);
    bytes -= ring[slot].bytes();
    ring[slot] = null;
  }

  private void restart(long next) {
    if (bytes > 0) Arrays.fill(ring, null);
    bytes = 0;
    oldest = next;
  }

  private static int slot(long offset) {
    return (int) (offset & (MOST - 1));
  }
}

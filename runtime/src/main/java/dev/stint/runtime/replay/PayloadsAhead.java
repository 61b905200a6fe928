package dev.stint.runtime.replay;

import dev.stint.persistence.journal.StintJournal;
import dev.stint.runtime.activity.RunValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The payloads of one run for a replay that needs most of them: read in one pass when the first is
 * asked for, instead of looked up one by one. Bounded; what is beyond is looked up. For one thread.
 */
final class PayloadsAhead implements RunValues.Source {
  private static final long KEPT_BYTES = 16L << 20;

  private final StintJournal journal;
  private final String owner;
  private final long keptBytes;
  private final Map<String, byte[]> sealed = new HashMap<>();
  private boolean read;
  private boolean all = true;
  private long bytes;

  /**
   * @param owner the persistence id of the run
   */
  PayloadsAhead(StintJournal journal, String owner) {
    this(journal, owner, KEPT_BYTES);
  }

  PayloadsAhead(StintJournal journal, String owner, long keptBytes) {
    this.journal = journal;
    this.owner = owner;
    this.keptBytes = keptBytes;
  }

  @Override
  public Optional<byte[]> payload(String persistenceId, String commit) {
    if (!persistenceId.equals(owner)) return journal.payload(persistenceId, commit);
    if (!read) read();
    byte[] stored = sealed.get(commit);
    if (stored != null) return Optional.of(journal.cipher().open(owner, commit, stored));
    return all ? Optional.empty() : journal.payload(owner, commit);
  }

  private void read() {
    read = true;
    journal
        .store()
        .payloads(
            owner,
            payload -> {
              bytes += payload.bytes().length;
              if (bytes <= keptBytes) sealed.put(payload.commit(), payload.bytes());
              else all = false;
            });
  }
}

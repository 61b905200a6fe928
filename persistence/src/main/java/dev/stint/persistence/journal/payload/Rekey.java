package dev.stint.persistence.journal.payload;

import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.PayloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wraps every data key of a store by the newest master key, so that older ones are not needed any
 * more. Payloads, commitments and chains stay as they are. May be interrupted anywhere and run
 * again: each page is replaced whole, and what is wrapped by the newest key already is left alone.
 */
public final class Rekey {
  private static final int PAGE = 500;

  private final EventStore store;
  private final MasterKeys masters;
  private final long expected;
  private final Progress progress;
  private final List<String> problems = new ArrayList<>();
  private long keys;
  private long pending;
  private long rewrapped;

  private Rekey(EventStore store, MasterKeys masters, long expected, Progress progress) {
    this.store = store;
    this.masters = masters;
    this.expected = expected;
    this.progress = progress;
  }

  /**
   * What was done.
   *
   * @param keys data keys in the store
   * @param rewrapped those that an older master key had wrapped
   * @param problems one sentence for each key that could not be opened, and so stays as it is
   */
  public record Report(long keys, long rewrapped, List<String> problems) {
    public Report {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Wraps anew what another key than the first of {@code masters} has wrapped.
   *
   * @throws PayloadException when there is no master key at all
   */
  public static Report run(EventStore store, MasterKeys masters, Progress progress) {
    Rekey rekey = new Rekey(store, masters, pending(store, masters), progress);
    rekey.visit(true);
    return new Report(rekey.keys, rekey.rewrapped, rekey.problems);
  }

  /** How many data keys another key than the first of {@code masters} has wrapped. */
  public static long pending(EventStore store, MasterKeys masters) {
    Rekey rekey = new Rekey(store, masters.required(), 0, Progress.NONE);
    rekey.visit(false);
    return rekey.pending;
  }

  private void visit(boolean replace) {
    String after = "";
    List<String> page = store.persistenceIds(after, PAGE);
    while (!page.isEmpty()) {
      List<KeyChange> changes = page.stream().flatMap(id -> change(id).stream()).toList();
      pending += changes.size();
      if (replace && !changes.isEmpty()) rewrapped += store.rewrap(changes);
      progress.at(rewrapped, expected);
      after = page.getLast();
      page = store.persistenceIds(after, PAGE);
    }
  }

  private Optional<KeyChange> change(String persistenceId) {
    Optional<byte[]> wrapped = store.dataKey(persistenceId);
    if (wrapped.isEmpty()) return Optional.empty();
    keys++;
    try {
      return masters
          .rewrap(persistenceId, wrapped.get())
          .map(becomes -> new KeyChange(persistenceId, wrapped.get(), becomes));
    } catch (PayloadException e) {
      problems.add(persistenceId + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}

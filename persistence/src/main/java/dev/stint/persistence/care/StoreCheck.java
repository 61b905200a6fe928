package dev.stint.persistence.care;

import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.payload.MasterKeys;
import dev.stint.persistence.journal.payload.PayloadCipher;
import dev.stint.persistence.journal.plugin.SnapshotBody;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a store that nobody writes to: commits without a gap, every chain, every payload against
 * its commitment, every snapshot. Names all that is wrong, and repairs nothing.
 */
public final class StoreCheck {
  private static final int PAGE = 500;

  private final EventStore store;
  private final PayloadCipher cipher;
  private final Progress progress;
  private final Findings findings = new Findings();
  private long records;
  private long payloads;
  private long snapshots;

  private StoreCheck(EventStore store, MasterKeys masters, Progress progress) {
    this.store = store;
    this.cipher = new PayloadCipher(store, masters, 1);
    this.progress = progress;
  }

  /** What a check found; {@code findings} is empty for a store that is whole. */
  public record Report(
      long histories, long records, long payloads, long snapshots, List<Finding> findings) {
    public boolean whole() {
      return findings.isEmpty();
    }
  }

  /**
   * Checks everything.
   *
   * @param masters to open payloads with; what cannot be opened is a finding
   */
  public static Report run(EventStore store, MasterKeys masters, Progress progress) {
    return new StoreCheck(store, masters, progress).run();
  }

  private Report run() {
    long end = store.lastOffset();
    var commits = new CommitCheck(store, findings, (done, all) -> progress.at(done, 2 * all));
    commits.run();
    Set<String> ids = new TreeSet<>(commits.persistenceIds());
    addListed(ids);
    for (String id : ids) {
      history(id);
      progress.at(Math.min(2 * end, end + records), 2 * end);
    }
    if (records != end) {
      findings.add("", "the number of records", end + " as there are commits", "" + records);
    }
    return new Report(ids.size(), records, payloads, snapshots, findings.all());
  }

  private void addListed(Set<String> ids) {
    String after = "";
    try {
      while (true) {
        List<String> page = store.persistenceIds(after, PAGE);
        if (page.isEmpty()) return;
        ids.addAll(page);
        after = page.getLast();
      }
    } catch (JournalException e) {
      findings.add("", "the list of histories behind \"" + after + "\"", e);
    }
  }

  private void history(String id) {
    var history = new HistoryCheck(store, id, findings);
    history.run();
    records += history.records();
    payloads +=
        new PayloadCheck(store, cipher, id, findings)
            .run(history.payloads(), history.gone(), history.erased());
    snapshots(id);
  }

  private void snapshots(String id) {
    try {
      store.loadSnapshot(id, SnapshotRange.ALL, snapshot -> check(id, snapshot));
    } catch (JournalException e) {
      findings.add(id, "a snapshot", e);
    }
  }

  /** Never usable, so that the store goes on to the one before. */
  private boolean check(String id, StoredSnapshot snapshot) {
    snapshots++;
    if (SnapshotBody.read(snapshot.bytes()).isEmpty()) {
      findings.add(id, "snapshot " + snapshot.seq(), "its checksum", "another one");
    }
    return false;
  }
}

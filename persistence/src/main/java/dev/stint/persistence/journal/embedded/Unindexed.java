package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.LoggedAppend;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedKey;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedPayload;
import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in the log and not in the database yet: where the newest records, payloads and keys
 * of each persistence id are. Lost with the process, and found again in the log. Thread-safe.
 *
 * <p>A reader asks here first and then the database: what is moved there meanwhile is met twice at
 * worst, and never missed.
 */
final class Unindexed {
  private final Map<String, Recent> histories = new HashMap<>();
  private int records;

  /** The end of one history. */
  private static final class Recent {
    private final long firstSeq;
    private final List<Place> records = new ArrayList<>();
    private final List<LoggedPayload> payloads = new ArrayList<>();
    private final List<LoggedKey> keys = new ArrayList<>(1);
    private Head head = Head.NONE;

    private Recent(long firstSeq) {
      this.firstSeq = firstSeq;
    }
  }

  /** The end of one history, as it was at one moment. */
  record Section(
      String persistenceId,
      long firstSeq,
      Head head,
      List<Place> records,
      List<LoggedPayload> payloads,
      List<LoggedKey> keys) {}

  synchronized void add(List<LoggedAppend> appends) {
    for (LoggedAppend append : appends) {
      Recent recent =
          histories.computeIfAbsent(append.persistenceId(), _ -> new Recent(append.firstSeq()));
      recent.records.addAll(append.records());
      recent.payloads.addAll(append.payloads());
      append.dataKey().ifPresent(recent.keys::add);
      recent.head = append.head();
      records += append.records().size();
    }
  }

  synchronized int records() {
    return records;
  }

  /** All of it, for the database. */
  synchronized List<Section> all() {
    List<Section> sections = new ArrayList<>(histories.size());
    histories.forEach((pid, recent) -> sections.add(section(pid, recent)));
    return sections;
  }

  /** What {@link #all} returned is in the database. */
  synchronized void clear() {
    histories.clear();
    records = 0;
  }

  synchronized Optional<Section> of(String persistenceId) {
    return Optional.ofNullable(histories.get(persistenceId))
        .map(recent -> section(persistenceId, recent));
  }

  synchronized Optional<Head> head(String persistenceId) {
    return Optional.ofNullable(histories.get(persistenceId)).map(recent -> recent.head);
  }

  synchronized Optional<Place> payload(String persistenceId, String commit) {
    return Optional.ofNullable(histories.get(persistenceId)).stream()
        .flatMap(recent -> recent.payloads.stream())
        .filter(payload -> payload.commit().equals(commit))
        .findFirst()
        .map(LoggedPayload::place);
  }

  synchronized Optional<LoggedKey> key(String persistenceId) {
    return Optional.ofNullable(histories.get(persistenceId))
        .filter(recent -> !recent.keys.isEmpty())
        .map(recent -> recent.keys.getLast());
  }

  synchronized List<String> persistenceIds() {
    return List.copyOf(histories.keySet());
  }

  private static Section section(String persistenceId, Recent recent) {
    return new Section(
        persistenceId,
        recent.firstSeq,
        recent.head,
        List.copyOf(recent.records),
        List.copyOf(recent.payloads),
        List.copyOf(recent.keys));
  }
}

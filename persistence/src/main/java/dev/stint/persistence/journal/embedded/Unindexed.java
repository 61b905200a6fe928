package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.LoggedAppend;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedKey;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedPayload;
import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What stands in the log and not in the database yet: where the newest records, payloads and keys
 * of each persistence id are. Lost with the process, and found again in the log. Thread-safe.
 *
 * <p>A reader asks here first and then the database: what is moved there meanwhile is met twice at
 * worst, and never missed. Moving takes its time: what is being moved is a portion to which nothing
 * is added any more, while more gathers.
 */
final class Unindexed {
  private Map<String, Recent> gathering = new HashMap<>();
  private Map<String, Recent> moving = Map.of();
  private int records;

  /** The end of one history, or what is to come before it. */
  private static final class Recent {
    private final long firstSeq;
    private final List<Place> records = new ArrayList<>();
    private final List<LoggedPayload> payloads = new ArrayList<>();
    private final List<LoggedKey> keys = new ArrayList<>(1);
    private Head head = Head.NONE;

    private Recent(long firstSeq) {
      this.firstSeq = firstSeq;
    }

    private void add(LoggedAppend append) {
      records.addAll(append.records());
      payloads.addAll(append.payloads());
      append.dataKey().ifPresent(keys::add);
      head = append.head();
    }

    private Section section(String persistenceId) {
      return new Section(
          persistenceId,
          firstSeq,
          head,
          List.copyOf(records),
          List.copyOf(payloads),
          List.copyOf(keys));
    }
  }

  /** The end of one history, as it was at one moment. */
  record Section(
      String persistenceId,
      long firstSeq,
      Head head,
      List<Place> records,
      List<LoggedPayload> payloads,
      List<LoggedKey> keys) {

    private Section with(Section newer) {
      return new Section(
          persistenceId,
          firstSeq,
          newer.head,
          joined(records, newer.records),
          joined(payloads, newer.payloads),
          joined(keys, newer.keys));
    }

    private static <T> List<T> joined(List<T> older, List<T> newer) {
      List<T> both = new ArrayList<>(older.size() + newer.size());
      both.addAll(older);
      both.addAll(newer);
      return both;
    }
  }

  /** What has gathered, and does not change any more. */
  static final class Portion {
    private final Map<String, Recent> histories;

    private Portion(Map<String, Recent> histories) {
      this.histories = histories;
    }

    void forEach(Consumer<Section> consumer) {
      histories.forEach((pid, recent) -> consumer.accept(recent.section(pid)));
    }
  }

  synchronized void add(List<LoggedAppend> appends) {
    for (LoggedAppend append : appends) {
      gathering
          .computeIfAbsent(append.persistenceId(), _ -> new Recent(append.firstSeq()))
          .add(append);
      records += append.records().size();
    }
  }

  /** How many have gathered. */
  synchronized int records() {
    return records;
  }

  /** What has gathered, to be moved into the database. {@link #moved} says that it is there. */
  synchronized Portion move() {
    if (!moving.isEmpty()) throw new IllegalStateException("one portion at a time");
    moving = gathering;
    gathering = new HashMap<>();
    records = 0;
    return new Portion(moving);
  }

  /** What {@link #move} returned is in the database. */
  synchronized void moved() {
    moving = Map.of();
  }

  synchronized Optional<Section> of(String persistenceId) {
    return recent(persistenceId).map(recent -> recent.section(persistenceId)).reduce(Section::with);
  }

  /** The older part first. */
  private Stream<Recent> recent(String persistenceId) {
    return Stream.of(moving, gathering)
        .map(histories -> histories.get(persistenceId))
        .filter(Objects::nonNull);
  }

  synchronized Optional<Head> head(String persistenceId) {
    return recent(persistenceId).map(recent -> recent.head).reduce((_, newer) -> newer);
  }

  synchronized Optional<Place> payload(String persistenceId, String commit) {
    return recent(persistenceId)
        .flatMap(recent -> recent.payloads.stream())
        .filter(payload -> payload.commit().equals(commit))
        .findFirst()
        .map(LoggedPayload::place);
  }

  synchronized Optional<LoggedKey> key(String persistenceId) {
    return recent(persistenceId)
        .flatMap(recent -> recent.keys.stream())
        .reduce((_, newer) -> newer);
  }

  synchronized Set<String> persistenceIds() {
    Set<String> ids = new HashSet<>(moving.keySet());
    ids.addAll(gathering.keySet());
    return ids;
  }
}

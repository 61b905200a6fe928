package dev.stint.persistence.journal.postgres;

import dev.stint.persistence.journal.log.DetachedFrames;
import dev.stint.persistence.journal.log.LoggedAppend;
import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.Head;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What this node knows of the frames that the index does not know: where the newest records of each
 * history are, and the head behind them. Lost with the process, and found again in the frames.
 * Thread-safe.
 *
 * <p>A reader asks here first and then the index: what was moved there meanwhile is met twice at
 * worst, and never missed.
 */
final class Unindexed {
  private static final int HEADS = 20_000;

  private final Map<String, Recent> histories = new HashMap<>();
  private final ArrayDeque<Size> frames = new ArrayDeque<>();

  /** Of the histories written last, as of {@link #known}, also when the index has them. */
  private final Map<String, Head> heads =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
          return size() > HEADS;
        }
      };

  private long indexed;
  private long known;
  private long records;
  private long bytes;

  private record Size(long lastOffset, int records, int bytes) {}

  /** The end of one history. */
  private static final class Recent {
    private long firstSeq;
    private final List<FramePlace> places = new ArrayList<>(4);
    private Head head = Head.NONE;
  }

  /** The end of one history, as it was at one moment. */
  record Section(String persistenceId, long firstSeq, Head head, List<FramePlace> places) {}

  /** All that the index lacks of the commits after {@code from} up to {@code to}. */
  record Portion(long from, long to, List<Section> sections) {}

  /**
   * Heads as they are at commit {@code offset}.
   *
   * @param missing histories whose head is to be looked up in the index
   */
  record Snapshot(long offset, Map<String, Head> heads, List<String> missing) {}

  /** All commits up to this one are known here, or to the index. */
  synchronized long known() {
    return known;
  }

  /** How many records are known here. */
  synchronized long records() {
    return records;
  }

  /** How many bytes their frames have. */
  synchronized long bytes() {
    return bytes;
  }

  /** The index was seen to know all commits up to {@code offset}. */
  synchronized void indexed(long offset) {
    if (offset <= indexed) return;
    indexed = offset;
    if (offset >= known) {
      // What lies between was never seen here, so no head is remembered rightly any more.
      if (offset > known) heads.clear();
      histories.clear();
      frames.clear();
      known = offset;
      records = 0;
      bytes = 0;
      return;
    }
    while (!frames.isEmpty() && frames.getFirst().lastOffset() <= offset) {
      Size gone = frames.removeFirst();
      records -= gone.records();
      bytes -= gone.bytes();
    }
    histories
        .values()
        .removeIf(recent -> {
          int gone = 0;
          while (gone < recent.places.size() && recent.places.get(gone).frame() <= offset) gone++;
          recent.places.subList(0, gone).clear();
          recent.firstSeq += gone;
          return recent.places.isEmpty();
        });
  }

  /**
   * A frame that is durable. One that is known already is passed over.
   *
   * @return the commit number that would have to come first, when the frame does not continue what
   *     is known
   */
  synchronized OptionalLong add(long first, long last, int size, List<LoggedAppend> appends) {
    if (last <= known) return OptionalLong.empty();
    if (first != known + 1) return OptionalLong.of(known + 1);
    for (LoggedAppend append : appends) {
      Recent recent = histories.computeIfAbsent(append.persistenceId(), _ -> new Recent());
      if (recent.places.isEmpty()) recent.firstSeq = append.firstSeq();
      for (Place place : append.records()) {
        recent.places.add(new FramePlace(first, Math.toIntExact(place.position()), place.length()));
      }
      recent.head = append.head();
      heads.put(append.persistenceId(), append.head());
    }
    int count = Math.toIntExact(last - first + 1);
    frames.addLast(new Size(last, count, size));
    records += count;
    bytes += size;
    known = last;
    return OptionalLong.empty();
  }

  /** A frame that this node has committed. */
  void add(DetachedFrames.Made frame) {
    add(frame.firstOffset(), frame.lastOffset(), frame.bytes().length, frame.appends());
  }

  synchronized Optional<Section> of(String pid) {
    return Optional.ofNullable(histories.get(pid)).map(recent -> section(pid, recent));
  }

  synchronized Optional<Head> head(String pid) {
    Recent recent = histories.get(pid);
    return Optional.ofNullable(recent == null ? heads.get(pid) : recent.head);
  }

  synchronized Snapshot heads(Set<String> pids) {
    Map<String, Head> found = HashMap.newHashMap(pids.size());
    List<String> missing = new ArrayList<>();
    for (String pid : pids) {
      Optional<Head> head = head(pid);
      if (head.isPresent()) found.put(pid, head.get());
      else missing.add(pid);
    }
    return new Snapshot(known, found, missing);
  }

  synchronized List<String> persistenceIds() {
    return List.copyOf(histories.keySet());
  }

  /** All of it, for the index. */
  synchronized Portion portion() {
    List<Section> sections = new ArrayList<>(histories.size());
    histories.forEach((pid, recent) -> sections.add(section(pid, recent)));
    return new Portion(indexed, known, sections);
  }

  private static Section section(String pid, Recent recent) {
    return new Section(pid, recent.firstSeq, recent.head, List.copyOf(recent.places));
  }
}

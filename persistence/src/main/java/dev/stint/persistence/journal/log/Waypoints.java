package dev.stint.persistence.journal.log;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Some frames and the commits they begin with, so that a commit is found without walking from the
 * start. Thread-safe.
 */
final class Waypoints {
  private static final long APART = 64 << 10;

  private final ConcurrentSkipListMap<Long, Long> positions = new ConcurrentSkipListMap<>();

  /** A frame that begins with {@code offset} stands at {@code position}. */
  void add(long offset, long position) {
    Map.Entry<Long, Long> before = positions.floorEntry(offset);
    if (before == null || position - before.getValue() >= APART) positions.put(offset, position);
  }

  /** The position of a frame at or before that of {@code offset}. */
  long before(long offset) {
    Map.Entry<Long, Long> before = positions.floorEntry(offset);
    return before == null ? 0 : before.getValue();
  }
}

package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records in commit order, frame by frame. They are not checked here, as each carries a checksum;
 * where a header is damaged the walk goes on at the next one, and the caller meets a gap.
 */
public final class LogWalk {
  private final String name;
  private final FrameCursor cursor;
  private final Waypoints waypoints;

  LogWalk(String name, FrameCursor cursor, Waypoints waypoints) {
    this.name = name;
    this.cursor = cursor;
    this.waypoints = waypoints;
  }

  /**
   * The records of the next frame that ends with {@code offset} or later; empty at the end.
   *
   * @throws DamagedRecordException when the frame holds but what is in it cannot be told
   */
  public List<StoredRecord> next(long offset) {
    try {
      while (!cursor.atEnd()) {
        Optional<Frame> found = cursor.next();
        if (found.isEmpty()) {
          if (!cursor.seek()) return List.of();
          continue;
        }
        Frame frame = found.get();
        waypoints.add(frame.header().firstOffset(), frame.position());
        if (frame.header().lastOffset() >= offset) return records(frame);
      }
      return List.of();
    } catch (IOException e) {
      throw new StoreFailedException("cannot read the log " + name + ": " + e.getMessage(), e);
    }
  }

  private static List<StoredRecord> records(Frame frame) {
    List<StoredRecord> records = new ArrayList<>(frame.header().records());
    for (Frame.Part part : frame.wholeParts()) records.addAll(part.records());
    return records;
  }
}

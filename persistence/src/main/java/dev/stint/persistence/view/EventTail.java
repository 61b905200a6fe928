package dev.stint.persistence.view;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import java.util.List;

/** What projections read: the tail of all runs, and the history of one. Thread-safe. */
public interface EventTail {
  /**
   * Run events after {@code offset}, in order, at most {@code limit} records read.
   *
   * @return the events, and the offset reached, which may lie beyond the last event when records of
   *     other kinds were passed over
   */
  Page after(long offset, int limit);

  /** A stretch of the tail. */
  record Page(List<TailEvent> events, long reached) {}

  /** The run's first events, up to and including {@code toSeq}. */
  List<Recorded> history(RunId run, long toSeq);
}

package dev.stint.persistence.view;

import dev.stint.persistence.journal.Progress;

/** Fills empty views from a journal that nobody writes to. */
public final class ViewRebuild {
  private static final int BATCH = 2_000;

  private ViewRebuild() {}

  /**
   * Reads the tail from the first commit to {@code end}.
   *
   * @return the commit that the views reached
   */
  public static long run(ViewDatabase empty, EventTail tail, long end, Progress progress) {
    var projection = new RunViewProjection(empty, tail);
    long reached = 0;
    long before = -1;
    while (reached < end && reached > before) {
      before = reached;
      reached = projection.step(BATCH);
      progress.at(reached, end);
    }
    return reached;
  }
}

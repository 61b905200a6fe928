package dev.stint.runtime.node;

import dev.stint.runtime.run.UnitCounter;
import java.time.Duration;

/** Counts the step actors of a node, so that a drain knows when they are done. Thread-safe. */
final class InFlight implements UnitCounter {
  private int count;

  @Override
  public synchronized void add(int change) {
    count += change;
    if (count <= 0) notifyAll();
  }

  /** Waits until nothing is in flight, at most that long. */
  synchronized void awaitNone(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (count > 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) return;
        wait(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

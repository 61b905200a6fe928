package dev.stint.persistence.view;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the views up with the journal on a thread of its own: woken by commits, and by itself once
 * a second in case a wake-up was missed.
 *
 * <p>After each transaction it rests for a multiple of the time that took: what happens meanwhile
 * is gathered, a run that changed ten times is written once, and the views never take more than a
 * tenth of a processor from the runs, unless they are a whole batch behind.
 */
public final class ViewUpdater implements AutoCloseable, LongConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(ViewUpdater.class);
  private static final int BATCH = 10_000;
  private static final int REST_FACTOR = 9;
  private static final long LONGEST_REST_MS = 250;

  private final RunViewProjection projection;
  private final Semaphore news = new Semaphore(1);
  private final Thread thread;
  private volatile boolean closed;
  private volatile long reached;

  public ViewUpdater(ViewDatabase database, EventTail tail) {
    projection = new RunViewProjection(database, tail);
    thread = Thread.ofPlatform().name("stint-views").daemon().unstarted(this::run);
  }

  /** Brings the views up to date before the first reader, then goes on in the background. */
  public void start() {
    catchUp();
    thread.start();
  }

  /** Tells that the journal reached {@code offset}. */
  @Override
  public void accept(long offset) {
    if (news.availablePermits() == 0) news.release();
  }

  /** The offset that every reader can see by now. */
  public long reached() {
    return reached;
  }

  private void run() {
    while (!closed) {
      try {
        news.tryAcquire(1, TimeUnit.SECONDS);
        long began = System.nanoTime();
        catchUp();
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_REST_MS, REST_FACTOR * tookMs));
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        if (!closed) LOG.warn("the views are behind and will be tried again: {}", e.getMessage());
      }
    }
  }

  /** Reads on until a batch is not full: what came after it is news of its own. */
  private void catchUp() {
    long before;
    do {
      before = reached;
      reached = projection.step(BATCH);
    } while (reached - before >= BATCH);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.stint.persistence.view;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the views up with the journal on a thread of its own: woken by commits, and by itself once
 * a second in case a wake-up was missed.
 */
public final class ViewUpdater implements AutoCloseable, LongConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(ViewUpdater.class);
  private static final int BATCH = 2_000;

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
        catchUp();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        if (!closed) LOG.warn("the views are behind and will be tried again: {}", e.getMessage());
      }
    }
  }

  private void catchUp() {
    long before = -1;
    while (before != reached || before == -1) {
      before = reached;
      reached = projection.step(BATCH);
    }
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

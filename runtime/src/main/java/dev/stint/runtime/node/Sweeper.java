package dev.stint.runtime.node;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.view.RunRow;
import dev.stint.persistence.view.RunViews;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.submission.Admission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes runs that nobody asks about: unfinished ones after a restart, gently, and sleeping ones
 * when their durable timer is due. Waking a run that is awake changes nothing.
 */
final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int PAGE = 500;
  private static final Duration TIMERS_EVERY = Duration.ofMillis(500);
  private static final Duration UNFINISHED_EVERY = Duration.ofSeconds(15);

  /** With very many runs the pause is so many times what looking through them took. */
  private static final int PAUSE_FACTOR = 10;

  private final RunViews views;
  private final RunClient runs;
  private final Admission admission;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  Sweeper(RunViews views, RunClient runs, Admission admission, InstantSource clock) {
    this.views = views;
    this.runs = runs;
    this.admission = admission;
    this.clock = clock;
    thread = Thread.ofPlatform().name("stint-sweeper").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    long nextFullSweep = System.nanoTime();
    // Paused runs only once: their children may not have heard of it when this node went down.
    List<RunStatus> unfinished = List.of(RunStatus.RUNNING, RunStatus.QUEUED, RunStatus.PAUSED);
    while (!closed) {
      try {
        if (System.nanoTime() - nextFullSweep >= 0) {
          long began = System.nanoTime();
          wakeUnfinished(unfinished);
          unfinished = List.of(RunStatus.RUNNING, RunStatus.QUEUED);
          long ended = System.nanoTime();
          nextFullSweep =
              ended + Math.max(UNFINISHED_EVERY.toNanos(), PAUSE_FACTOR * (ended - began));
        }
        views.due(clock.instant(), PAGE).forEach(runs::wake);
        TimeUnit.MILLISECONDS.sleep(TIMERS_EVERY.toMillis());
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        if (closed) return;
        LOG.warn("runs could not be woken and will be tried again: {}", e.getMessage());
        nextFullSweep = System.nanoTime() + TIMERS_EVERY.toNanos();
      }
    }
  }

  private void wakeUnfinished(List<RunStatus> unfinished) throws InterruptedException {
    for (RunStatus status : unfinished) wakeAll(status);
  }

  private void wakeAll(RunStatus status) throws InterruptedException {
    Optional<RunRow> after = Optional.empty();
    while (!closed) {
      List<RunRow> page = views.inStatus(status, after, PAGE);
      for (RunRow row : page) wake(row);
      if (page.size() < PAGE) return;
      after = Optional.of(page.getLast());
      TimeUnit.MILLISECONDS.sleep(50); // gently: recovery shares the disk with live work
    }
  }

  private void wake(RunRow row) {
    RunId run = new RunId(row.runId());
    if (row.status() == RunStatus.QUEUED) {
      admission.restore(run, row.department(), row.priority());
    } else {
      runs.wake(run);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}

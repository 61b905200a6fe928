package dev.stint.api.http;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.commit.Signal;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.runtime.node.StintNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One reader's place in a run's history. Wakes at commits of its own run only and never makes the
 * committer wait. One page at a time; closing it from elsewhere ends the page being awaited.
 */
final class EventCursor implements AutoCloseable {
  private static final int PAGE = 200;
  private static final String FINISHED = "run.finished";

  /** What there is to tell the reader next. */
  sealed interface Page {
    record Events(List<RecordedHeader> records) implements Page {}

    /** Nothing happened for a while. */
    record Quiet() implements Page {}

    /** The run is over and every event was told; once. */
    record RunOver() implements Page {}

    record End() implements Page {}
  }

  private final StintNode node;
  private final RunId run;
  private final boolean follow;
  private final Duration heartbeat;
  private final Signal signal;
  private final ServerState.Interest drain;
  private volatile boolean closed;
  private long seq;
  private boolean over;
  private boolean told;

  EventCursor(StintNode node, ServerState state, RunId run, EventStreams.From from) {
    this.node = node;
    this.run = run;
    this.seq = from.after();
    this.follow = from.follow();
    this.heartbeat = from.heartbeat();
    this.signal = node.journal().feed().signal(run.persistenceId());
    this.drain = state.onDrain(this::wake);
  }

  /** Waits for the next page, at most as long as a heartbeat. */
  Page next() {
    long end = System.nanoTime() + heartbeat.toNanos();
    while (!told && !closed) {
      signal.reset();
      List<RecordedHeader> records = node.reader().history(run, seq + 1, PAGE);
      if (!records.isEmpty()) {
        seq = records.getLast().seq();
        over |= records.stream().anyMatch(record -> record.type().equals(FINISHED));
        return new Page.Events(records);
      }
      over = over || finished();
      if (over || !follow) {
        told = true;
        return over ? new Page.RunOver() : new Page.End();
      }
      if (!committedBy(end)) return closed ? new Page.End() : new Page.Quiet();
    }
    return new Page.End();
  }

  /** A reader that resumes after the last event of a finished run sees no event that says so. */
  private boolean finished() {
    return node.reader().run(run).filter(at -> at.state().finished()).isPresent();
  }

  private boolean committedBy(long end) {
    try {
      long left = Math.max(0, end - System.nanoTime());
      return signal.await().toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed = true;
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void wake() {
    closed = true;
    signal.close();
  }

  @Override
  public void close() {
    wake();
    drain.close();
  }
}

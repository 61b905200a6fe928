package dev.stint.api.http;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.node.StintNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a run to end, at most so long. */
final class RunEnd {
  private RunEnd() {}

  static RunState await(StintNode node, RunId run, Duration patience) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    AutoCloseable listener =
        node.feed()
            .listen(state -> {
              if (state.finished() && state.submitted().run().equals(run)) ended.countDown();
            });
    try {
      RunState now = node.reader().run(run).orElseThrow().state();
      if (now.finished()) return now;
      ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      return node.reader().run(run).orElseThrow().state();
    } finally {
      try {
        listener.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

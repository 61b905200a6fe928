package dev.stint.api.http;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.node.StintNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for a run to end, at most so long, and not beyond the server's own end. */
final class RunEnd {
  private RunEnd() {}

  static RunState await(StintNode node, ServerState server, RunId run, Duration patience)
      throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Consumer<RunState> watch =
        state -> {
          if (state.finished() && state.submitted().run().equals(run)) ended.countDown();
        };
    AutoCloseable listener = node.feed().listen(watch);
    try (listener;
        var _ = server.onDrain(ended::countDown)) {
      RunState now = node.reader().run(run).orElseThrow().state();
      if (now.finished()) return now;
      ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      return node.reader().run(run).orElseThrow().state();
    }
  }
}

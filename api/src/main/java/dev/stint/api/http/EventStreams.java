package dev.stint.api.http;

import dev.stint.api.model.EventJson;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.runtime.node.StintNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * A run's events as they become durable, from any sequence number. Pulled by the reader: a slow one
 * costs a read when it asks, and nothing in between. Thread-safe.
 */
final class EventStreams {
  private final StintNode node;
  private final ServerState state;
  private final Duration heartbeat;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  EventStreams(StintNode node, ServerState state, Duration heartbeat) {
    this.node = node;
    this.state = state;
    this.heartbeat = heartbeat;
  }

  /** Where a stream begins, whether it goes on, and how long it may be silent. */
  record From(long after, boolean follow, Duration heartbeat) {}

  /**
   * How events look on the wire.
   *
   * @param last what tells the reader that the run is over, empty when the end of the stream does
   */
  private record Format(Function<RecordedHeader, String> line, String heartbeat, String last) {}

  private static final Format SSE =
      new Format(
          h -> "id: " + h.seq() + "\nevent: " + h.type() + "\ndata: " + EventJson.of(h) + "\n\n",
          ": still here\n\n",
          "event: run.closed\ndata: {}\n\n");
  private static final Format NDJSON = new Format(h -> EventJson.of(h) + "\n", "\n", "");

  Source<ByteString, NotUsed> sse(RunId run, long after) {
    return stream(run, after, true, SSE);
  }

  Source<ByteString, NotUsed> ndjson(RunId run, long after, boolean follow) {
    return stream(run, after, follow, NDJSON);
  }

  private Source<ByteString, NotUsed> stream(RunId run, long after, boolean follow, Format format) {
    return Source.<ByteString, EventCursor>unfoldResourceAsync(
            () ->
                CompletableFuture.completedFuture(
                    new EventCursor(node, state, run, new From(after, follow, heartbeat))),
            cursor -> CompletableFuture.supplyAsync(() -> text(cursor.next(), format), workers),
            cursor -> {
              cursor.close();
              return CompletableFuture.completedFuture(org.apache.pekko.Done.getInstance());
            })
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private static Optional<ByteString> text(EventCursor.Page page, Format format) {
    StringBuilder text = new StringBuilder();
    switch (page) {
      case EventCursor.Page.Events events ->
          events.records().forEach(record -> text.append(format.line().apply(record)));
      case EventCursor.Page.Quiet _ -> text.append(format.heartbeat());
      case EventCursor.Page.RunOver _ -> text.append(format.last());
      case EventCursor.Page.End _ -> {}
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(ByteString.fromString(text.toString()));
  }
}

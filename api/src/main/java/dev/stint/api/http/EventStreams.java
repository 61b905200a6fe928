package dev.stint.api.http;

import dev.stint.api.model.EventJson;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.runtime.node.StintNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * A run's events as they become durable, from any sequence number. Pulled by the reader: a slow one
 * costs a read when it asks, and nothing in between. Thread-safe.
 */
final class EventStreams {
  private static final int PAGE = 200;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final String END = "run.finished";

  private final StintNode node;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Object news = new Object();

  EventStreams(StintNode node) {
    this.node = node;
    node.journal()
        .onCommit(_ -> {
          synchronized (news) {
            news.notifyAll();
          }
        });
  }

  /** Where a stream is: the last event sent, and whether there is more to come. */
  private record Place(long seq, boolean open) {}

  Source<ByteString, ?> sse(RunId run, long after) {
    return stream(
        run,
        after,
        true,
        h -> "id: " + h.seq() + "\nevent: " + h.type() + "\ndata: " + EventJson.of(h) + "\n\n",
        ": still here\n\n",
        "event: run.closed\ndata: {}\n\n");
  }

  Source<ByteString, ?> ndjson(RunId run, long after, boolean follow) {
    return stream(run, after, follow, h -> EventJson.of(h) + "\n", "\n", "");
  }

  private Source<ByteString, ?> stream(
      RunId run,
      long after,
      boolean follow,
      Function<RecordedHeader, String> line,
      String heartbeat,
      String last) {
    return Source.unfoldAsync(
        new Place(after, true),
        place ->
            CompletableFuture.supplyAsync(
                () -> next(run, place, follow, line, heartbeat, last), workers));
  }

  private Optional<Pair<Place, ByteString>> next(
      RunId run,
      Place place,
      boolean follow,
      Function<RecordedHeader, String> line,
      String heartbeat,
      String last) {
    if (!place.open()) return Optional.empty();
    List<RecordedHeader> records = await(run, place.seq(), follow);
    if (records.isEmpty()) {
      boolean over = !follow || ended(run);
      String text = over ? last : heartbeat;
      if (over && text.isEmpty()) return Optional.empty();
      return Optional.of(Pair.create(new Place(place.seq(), !over), ByteString.fromString(text)));
    }
    StringBuilder text = new StringBuilder();
    records.forEach(record -> text.append(line.apply(record)));
    boolean over = records.getLast().type().equals(END);
    if (over) text.append(last);
    Place next = new Place(records.getLast().seq(), !over);
    return Optional.of(Pair.create(next, ByteString.fromString(text.toString())));
  }

  private boolean ended(RunId run) {
    return node.reader().run(run).filter(at -> at.state().finished()).isPresent();
  }

  private List<RecordedHeader> await(RunId run, long after, boolean follow) {
    long end = System.nanoTime() + HEARTBEAT.toNanos();
    while (true) {
      synchronized (news) {
        List<RecordedHeader> records = node.reader().history(run, after + 1, PAGE);
        long left = (end - System.nanoTime()) / 1_000_000;
        if (!records.isEmpty() || !follow || left <= 0 || after > 0 && ended(run)) return records;
        try {
          news.wait(left);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          return records;
        }
      }
    }
  }
}

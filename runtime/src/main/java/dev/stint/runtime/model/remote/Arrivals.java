package dev.stint.runtime.model.remote;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an answer, handed from the client's threads to the one that reads it. One piece is
 * asked for at a time, so that a fast server fills no memory. Thread-safe.
 */
final class Arrivals implements HttpResponse.BodySubscriber<Arrivals> {
  private sealed interface Arrival {
    record Bytes(byte[] bytes) implements Arrival {}

    record End() implements Arrival {}

    record Broken(Throwable cause) implements Arrival {}
  }

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  @Override
  public CompletionStage<Arrivals> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription.complete(given)) given.request(1);
    else given.cancel();
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    byte[] bytes = new byte[buffers.stream().mapToInt(ByteBuffer::remaining).sum()];
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      int length = buffer.remaining();
      buffer.get(bytes, at, length);
      at += length;
    }
    arrivals.add(new Arrival.Bytes(bytes));
  }

  @Override
  public void onError(Throwable cause) {
    arrivals.add(new Arrival.Broken(cause));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival.End());
  }

  /** The next bytes; empty at the end, and then again and again. */
  Optional<byte[]> next(Duration patience)
      throws IOException, TimeoutException, InterruptedException {
    Arrival arrival = arrivals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    return switch (arrival) {
      case null -> throw new TimeoutException();
      case Arrival.Bytes(byte[] bytes) -> {
        subscription.thenAccept(s -> s.request(1));
        yield Optional.of(bytes);
      }
      case Arrival.End end -> {
        arrivals.add(end);
        yield Optional.empty();
      }
      case Arrival.Broken(Throwable cause) -> throw new IOException(cause);
    };
  }

  /** Reads no further; unless everything has arrived the connection is closed. */
  void cancel() {
    subscription.thenAccept(Flow.Subscription::cancel);
  }
}

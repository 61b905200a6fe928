package dev.stint.persistence.journal.plugin;

import dev.stint.persistence.journal.commit.Signal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Turns reading in pages into a stream. A current stream ends at the first empty page; a live one
 * then waits for a commit and reads on. It keeps its place in {@code page}, so nothing is skipped
 * or repeated, and reads a page only when the stream asks for it.
 */
final class Cursor<T> {
  private final Supplier<List<T>> page;
  private final Optional<Signal> signal;
  private final Executor blocking;

  private Cursor(Supplier<List<T>> page, Optional<Signal> signal, Executor blocking) {
    this.page = page;
    this.signal = signal;
    this.blocking = blocking;
  }

  /**
   * @param pages makes, for each run of the stream, what returns the next page, empty at the end
   * @param signals makes what a live stream waits for; absent for a current one
   */
  static <T> Source<T, NotUsed> stream(
      Supplier<Supplier<List<T>>> pages, Optional<Supplier<Signal>> signals, Executor blocking) {
    return Source.unfoldResourceAsync(
            () ->
                CompletableFuture.supplyAsync(
                    () -> new Cursor<>(pages.get(), signals.map(Supplier::get), blocking),
                    blocking),
            Cursor<T>::next,
            Cursor<T>::close)
        .mapConcat(items -> items);
  }

  private CompletionStage<Optional<List<T>>> next() {
    return CompletableFuture.supplyAsync(
            () -> {
              signal.ifPresent(Signal::reset);
              return page.get();
            },
            blocking)
        .thenCompose(items ->
            items.isEmpty()
                ? signal.map(Cursor::<T>afterCommit).orElseGet(Cursor::end)
                : CompletableFuture.completedFuture(Optional.of(items)));
  }

  /** An empty page after a commit, which makes the stream ask again. */
  private static <T> CompletionStage<Optional<List<T>>> afterCommit(Signal signal) {
    return signal
        .await()
        .thenApply(committed -> committed ? Optional.of(List.<T>of()) : Optional.<List<T>>empty());
  }

  private static <T> CompletionStage<Optional<List<T>>> end() {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletionStage<Done> close() {
    signal.ifPresent(Signal::close);
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}

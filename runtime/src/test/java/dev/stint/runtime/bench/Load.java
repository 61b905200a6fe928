package dev.stint.runtime.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Keeps so many runs in flight, each replaced when it ends, and notes how long those took that
 * ended inside the window. Used once.
 */
final class Load implements AutoCloseable {
  private final Supplier<CompletableFuture<?>> runs;
  private final ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Phaser inFlight = new Phaser(1);
  private volatile boolean noting;
  private volatile boolean ended;

  Load(Supplier<CompletableFuture<?>> runs) {
    this.runs = runs;
  }

  /** Warms up, measures, and waits for what is still in flight. */
  Figures measure(String name, int parallel, long events, Duration warmUp, Duration window)
      throws InterruptedException {
    for (int i = 0; i < parallel; i++) next();
    TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
    long start = System.nanoTime();
    ProcessCpu before = ProcessCpu.now();
    noting = true;
    TimeUnit.NANOSECONDS.sleep(window.toNanos());
    noting = false;
    long took = System.nanoTime() - start;
    ProcessCpu cpu = ProcessCpu.now().since(before);
    ended = true;
    inFlight.arriveAndAwaitAdvance();
    if (failure.get() != null) throw new IllegalStateException("a run failed", failure.get());
    long[] nanos = latencies.stream().mapToLong(Long::longValue).toArray();
    return new Figures(name, parallel, events, took, cpu, nanos);
  }

  private void next() {
    inFlight.register();
    starters.execute(() -> {
      long start = System.nanoTime();
      try {
        runs.get().whenComplete((_, broken) -> done(start, broken));
      } catch (RuntimeException e) {
        done(start, e);
      }
    });
  }

  private void done(long start, Throwable broken) {
    if (broken != null) {
      failure.compareAndSet(null, broken);
      ended = true;
    } else if (noting) {
      latencies.add(System.nanoTime() - start);
    }
    if (!ended) next();
    inFlight.arriveAndDeregister();
  }

  @Override
  public void close() {
    starters.close();
  }
}

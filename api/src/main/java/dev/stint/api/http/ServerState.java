package dev.stint.api.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether the server still takes work. Thread-safe. */
final class ServerState {
  private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
  private volatile boolean draining;

  /** An interest in the end of the server; closing it twice is harmless. */
  interface Interest extends AutoCloseable {
    @Override
    void close();
  }

  boolean draining() {
    return draining;
  }

  /** Runs {@code wake} when the server begins to drain, at once when it does already. */
  Interest onDrain(Runnable wake) {
    waiting.add(wake);
    if (draining) wake.run();
    return () -> waiting.remove(wake);
  }

  /** From here on nothing may wait for what is not there yet: answers go out as they stand. */
  void drain() {
    draining = true;
    waiting.forEach(Runnable::run);
  }
}

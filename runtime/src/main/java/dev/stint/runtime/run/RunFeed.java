package dev.stint.runtime.run;

import dev.stint.persistence.state.RunState;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hands every durable change of a run on this node to whoever listens. Thread-safe. */
public final class RunFeed implements RunObserver {
  private final CopyOnWriteArrayList<Consumer<RunState>> listeners = new CopyOnWriteArrayList<>();

  /** Listens until the returned handle is closed; called from actors, so must not block. */
  public AutoCloseable listen(Consumer<RunState> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void changed(Optional<RunState> before, RunState after) {
    listeners.forEach(listener -> listener.accept(after));
  }
}

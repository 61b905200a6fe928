package dev.stint.runtime.activity;

import dev.stint.runtime.tool.ToolDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** At most so many calls of a tool at once on this node (B4, G4). Thread-safe. */
final class ToolGates {
  private final Map<String, Semaphore> gates = new ConcurrentHashMap<>();

  /** A place among the calls of one tool; closing gives it back. */
  record Place(Semaphore gate) implements AutoCloseable {
    @Override
    public void close() {
      gate.release();
    }
  }

  /** Waits for a place; first come, first served. */
  Place enter(ToolDescriptor tool) throws InterruptedException {
    Semaphore gate =
        gates.computeIfAbsent(
            tool.name() + "@" + tool.version(),
            _ -> new Semaphore(Math.max(1, tool.maxConcurrent()), true));
    gate.acquire();
    return new Place(gate);
  }
}

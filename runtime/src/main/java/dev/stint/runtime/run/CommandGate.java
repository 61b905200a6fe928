package dev.stint.runtime.run;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorPath;

/**
 * Counts the commands of one entity from enqueue until its handler sees them, and so bounds the
 * mailbox and the stash of a persisting entity together (G4). Thread-safe.
 */
final class CommandGate {
  private static final Map<ActorPath, CommandGate> GATES = new ConcurrentHashMap<>();

  private final int capacity;
  private final Set<Sheddable> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  CommandGate(int capacity) {
    this.capacity = capacity;
  }

  static void open(ActorPath path, CommandGate gate) {
    GATES.put(path, gate);
  }

  static void remove(ActorPath path) {
    GATES.remove(path);
  }

  /** The entity has this command in its hands. */
  static void handled(ActorPath path, Sheddable command) {
    CommandGate gate = GATES.get(path);
    if (gate != null) gate.release(command);
  }

  synchronized boolean admit(Sheddable command) {
    if (closed || waiting.size() >= capacity) return false;
    return waiting.add(command);
  }

  private synchronized void release(Sheddable command) {
    waiting.remove(command);
  }

  /** Refuses whatever the entity never saw, because it stopped. */
  void refuseAll() {
    List<Sheddable> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(waiting);
      waiting.clear();
    }
    left.forEach(Sheddable::refuse);
  }
}

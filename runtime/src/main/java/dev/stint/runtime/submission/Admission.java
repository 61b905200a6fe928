package dev.stint.runtime.submission;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.run.RunObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Decides whether a new run starts, queues or is refused (G4). Queued runs start in turn by
 * department, within a department by priority and then by age, so that no department starves
 * another. Memory is bounded by the two limits. Thread-safe; calls never block on anything but this
 * object.
 */
public final class Admission implements RunObserver {
  private final int maxActive;
  private final int maxQueued;
  private final Consumer<RunId> start;
  private final Set<RunId> active = new HashSet<>();
  private final Set<RunId> queued = new HashSet<>();

  /** Hold a place in the queue, and may not start before they are durable. */
  private final Set<RunId> arriving = new HashSet<>();

  /** Sets, so that a run in the middle of a long queue is taken out without a search. */
  private final Map<String, NavigableMap<Integer, SequencedSet<RunId>>> departments =
      new LinkedHashMap<>();

  /**
   * @param maxActive runs that work at once; waiting ones do not count
   * @param maxQueued runs that may wait for a slot
   * @param start told, on any thread, which queued run may start
   */
  public Admission(int maxActive, int maxQueued, Consumer<RunId> start) {
    this.maxActive = maxActive;
    this.maxQueued = maxQueued;
    this.start = start;
  }

  /** The answer to a submission. */
  public sealed interface Answer {
    /** A slot is held for the run. */
    record StartNow() implements Answer {}

    /** The run had a slot before it was asked for: this is a repeat. Nothing more is held. */
    record Active() implements Answer {}

    /** A place in the queue is held for the run, which takes it once it is durable. */
    record Queue() implements Answer {}

    /** Nothing is held; come back later. */
    record Refused(Duration retryAfter) implements Answer {}
  }

  /**
   * Holds a slot or a place in the queue for a run that is about to be submitted. A run in the
   * queue is started when its turn comes, so it takes its place only once it is durable: {@link
   * #changed} says so.
   */
  public synchronized Answer admit(RunId run) {
    if (active.contains(run)) return new Answer.Active();
    if (queued.contains(run) || arriving.contains(run)) return new Answer.Queue();
    int waiting = queuedCount();
    if (active.size() < maxActive && waiting == 0) {
      active.add(run);
      return new Answer.StartNow();
    }
    if (waiting >= maxQueued) return new Answer.Refused(retryAfter());
    arriving.add(run);
    return new Answer.Queue();
  }

  /** Takes back what was held for a run whose submission failed; one in the queue is durable. */
  public void withdraw(RunId run) {
    List<RunId> next;
    synchronized (this) {
      active.remove(run);
      arriving.remove(run);
      next = takeStartable();
    }
    next.forEach(start);
  }

  /** Puts a run that a restarted node found in its queue back in its place. */
  public void restore(RunId run, String department, int priority) {
    List<RunId> next;
    synchronized (this) {
      if (!active.contains(run) && !queued.contains(run)) enqueue(run, department, priority);
      next = takeStartable();
    }
    next.forEach(start);
  }

  @Override
  public void changed(Optional<RunState> before, RunState after) {
    RunId run = after.submitted().run();
    // A run that only waits for its children needs no place: they need one.
    RunStatus status = RunProgress.delegates(after) ? RunStatus.WAITING : after.status();
    List<RunId> next;
    synchronized (this) {
      switch (status) {
        case RUNNING -> {
          dequeue(run);
          active.add(run);
          return;
        }
        case QUEUED -> {
          // The news of its submission may come after that of its end.
          boolean late = before.isEmpty() && !arriving.contains(run);
          if (!late && !active.contains(run) && !queued.contains(run)) {
            enqueue(run, after.submitted().department(), after.submitted().priority());
          }
        }
        case WAITING,
            PAUSED,
            IN_DOUBT,
            SUCCEEDED,
            PARTIAL,
            FAILED,
            CANCELLED,
            KILLED,
            TIMED_OUT,
            HALTED -> {
          active.remove(run);
          dequeue(run);
        }
      }
      next = takeStartable();
    }
    next.forEach(start);
  }

  public synchronized int activeCount() {
    return active.size();
  }

  public synchronized int queuedCount() {
    return queued.size() + arriving.size();
  }

  private Duration retryAfter() {
    return Duration.ofSeconds(Math.clamp(queuedCount() / Math.max(1, maxActive), 1, 30));
  }

  private void enqueue(RunId run, String department, int priority) {
    arriving.remove(run);
    queued.add(run);
    departments
        .computeIfAbsent(department, _ -> new TreeMap<>(java.util.Comparator.reverseOrder()))
        .computeIfAbsent(priority, _ -> new LinkedHashSet<>())
        .add(run);
  }

  private void dequeue(RunId run) {
    arriving.remove(run);
    if (!queued.remove(run)) return;
    departments.values().forEach(byPriority -> byPriority.values().forEach(q -> q.remove(run)));
    departments.values().forEach(byPriority -> byPriority.values().removeIf(Set::isEmpty));
    departments.values().removeIf(Map::isEmpty);
  }

  private List<RunId> takeStartable() {
    List<RunId> next = new ArrayList<>();
    while (active.size() < maxActive && !departments.isEmpty()) {
      String department = departments.keySet().iterator().next();
      NavigableMap<Integer, SequencedSet<RunId>> byPriority = departments.remove(department);
      SequencedSet<RunId> first = byPriority.firstEntry().getValue();
      RunId run = first.removeFirst();
      if (first.isEmpty()) byPriority.pollFirstEntry();
      if (!byPriority.isEmpty()) departments.put(department, byPriority); // back of the line
      queued.remove(run);
      active.add(run);
      next.add(run);
    }
    return next;
  }
}

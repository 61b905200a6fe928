package dev.stint.runtime.simulation;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.commit.BatchCommitter;
import dev.stint.persistence.journal.commit.CommitFeed;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.commit.Committed;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import dev.stint.persistence.state.RunState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One process: its committer, its runs, and the messages between them, in any order. */
final class SimulatedNode {
  /** What begins so comes from outside, and may come twice. */
  static final String RESULT = "result ";

  private static final int CACHED_HEADS = 16;

  /**
   * Something that will happen in this process.
   *
   * @param leaves it calls a tool
   */
  record Task(String label, boolean leaves, Runnable work) {}

  private record Waiting(CommitRequest request, Runnable stored, Runnable refused) {}

  final World world;
  final String name;
  private final BatchCommitter committer;
  private final Map<RunId, SimulatedRun> runs = new LinkedHashMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private List<Waiting> waiting = new ArrayList<>();
  private boolean frozen;

  SimulatedNode(World world, String name) {
    this.world = world;
    this.name = name;
    this.committer = new BatchCommitter(world.disk, new CommitFeed(), CACHED_HEADS);
  }

  void later(String label, Runnable work) {
    tasks.add(new Task(label, false, work));
  }

  /** As {@link #later}, for what calls a tool. */
  void leaving(String label, Runnable work) {
    tasks.add(new Task(label, true, work));
  }

  /** Another process has taken over; what this one still does only reaches the journal. */
  void freeze() {
    frozen = true;
    tasks.removeIf(Task::leaves);
  }

  boolean idle() {
    return tasks.isEmpty() && waiting.isEmpty();
  }

  /** One of the things that can happen now, whatever came first; some happen twice. */
  void act() {
    if (tasks.isEmpty()) return;
    int chosen = world.dice.below(tasks.size());
    Task task = tasks.get(chosen);
    boolean twice = task.label().startsWith(RESULT) && world.stormy() && world.dice.oneIn(12);
    if (!twice) tasks.remove(chosen);
    if (task.leaves() && frozen) return;
    world.say(() -> name + " " + task.label());
    task.work().run();
  }

  boolean committing() {
    return !waiting.isEmpty();
  }

  void submit(CommitRequest request, Runnable stored, Runnable refused) {
    waiting.add(new Waiting(request, stored, refused));
  }

  /** One batch, one flush; the answers of a process that died in it reach nobody. */
  boolean commit(DiskFault fault) {
    List<Waiting> batch = waiting;
    waiting = new ArrayList<>();
    world.disk.next(fault);
    world.say(
        () -> name + " commits " + batch.size() + (fault == DiskFault.NONE ? "" : ", " + fault));
    List<CompletableFuture<Committed>> answers =
        committer.commitAll(batch.stream().map(Waiting::request).toList());
    if (fault.deadly()) return false;
    for (int i = 0; i < batch.size(); i++) {
      if (answers.get(i).isCompletedExceptionally()) batch.get(i).refused().run();
      else batch.get(i).stored().run();
    }
    return true;
  }

  /** The run, read back from the disk when it is not in memory. */
  SimulatedRun run(RunId id) {
    SimulatedRun run = runs.get(id);
    if (run != null) return run;
    SimulatedRun read = new SimulatedRun(this, id, recover(id));
    runs.put(id, read);
    return read;
  }

  void forget(RunId id) {
    runs.remove(id);
  }

  /** Runs in memory. */
  List<SimulatedRun> runs() {
    return List.copyOf(runs.values());
  }

  private Optional<RunState> recover(RunId id) {
    Optional<RunState> snapshot =
        world
            .disk
            .loadSnapshot(id.persistenceId(), SnapshotRange.ALL, _ -> true)
            .map(stored -> EventCodec.readState(stored.bytes()));
    return world.history.foldFrom(snapshot, id);
  }

  void snapshot(RunState state) {
    String pid = state.submitted().run().persistenceId();
    world.disk.saveSnapshot(new StoredSnapshot(pid, state.seq(), 0, EventCodec.write(state)));
  }
}

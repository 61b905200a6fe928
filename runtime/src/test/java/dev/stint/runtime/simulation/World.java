package dev.stint.runtime.simulation;

import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.simulation.invariant.Appended;
import dev.stint.runtime.simulation.invariant.Invariant;
import dev.stint.runtime.simulation.invariant.Observation;
import dev.stint.runtime.simulation.invariant.RunFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One disk, one outside, the node that owns the runs, perhaps one that has lost them and does not
 * know, and people. First storm, then fair weather, in which every run must end.
 */
final class World {
  private static final int STORM = 120;
  private static final int LONGEST = 6_000;
  private static final DiskFault[] FAULTS = DiskFault.values();

  final Dice dice;
  final Set<Safeguard> off;
  final SimulatedDisk disk;
  final Sink sink;
  final Promises promises;
  final History history;
  private final long seed;
  private final Storm storm;
  private final Optional<Consumer<String>> trace;
  private final People people;
  private final List<Submitted> submissions = new ArrayList<>();
  private SimulatedNode node;
  private Optional<SimulatedNode> zombie = Optional.empty();
  private Instant now = Instant.parse("2026-06-17T06:00:00Z");
  private int steps;
  private int names;
  private int callsSeen;

  World(long seed, Set<Safeguard> off, Storm storm, Optional<Consumer<String>> trace) {
    this.seed = seed;
    this.dice = new Dice(seed);
    this.off = off.isEmpty() ? Set.of() : EnumSet.copyOf(off);
    this.storm = storm;
    this.trace = trace;
    this.disk = new SimulatedDisk(this.off);
    this.sink = new Sink(this.off);
    this.promises = new Promises(disk);
    this.history = new History(disk);
    var jobs = new SimulatedJobs(dice);
    int runs = 1 + dice.below(2);
    for (int n = 0; n < runs; n++) submissions.add(jobs.submission(n));
    this.people = new People(this, submissions);
    this.node = new SimulatedNode(this, newName("node-"));
  }

  /** Lives until every run has ended; fails with the first invariant that breaks. */
  void live() {
    while (!ended() || !node.idle()) {
      if (steps++ > LONGEST) {
        throw new BrokenInvariant("EveryRunEnds", seed, steps, unfinished());
      }
      step();
      check();
    }
  }

  private String unfinished() {
    return history.facts().values().stream()
        .flatMap(facts -> facts.state().stream())
        .filter(state -> !state.finished())
        .map(state -> state.phase() + " with " + state.units().toList())
        .findFirst()
        .orElse("nothing was submitted");
  }

  private void step() {
    if (stormy()) {
      switch (dice.below(40)) {
        case 0 -> crash();
        case 1 -> takeOver();
        case 2, 3, 4, 5, 6, 7 -> people.act();
        case 8, 9, 10 -> pass(dice.below(4_000));
        case 11 -> pass(dice.below(200_000));
        case 12, 13 -> zombie.ifPresent(this::haunt);
        case 14, 15, 16, 17, 18, 19, 20, 21 -> commit();
        default -> node.act();
      }
    } else if (node.committing()) {
      commit();
    } else if (!node.idle()) {
      node.act();
    } else {
      zombie = Optional.empty();
      people.act();
      pass(dice.below(400_000));
    }
  }

  private void commit() {
    if (!node.committing()) return;
    DiskFault fault =
        storm.fault(
            stormy() && dice.oneIn(10) ? FAULTS[dice.below(FAULTS.length)] : DiskFault.NONE);
    if (!node.commit(fault)) restart();
  }

  /** The old owner writes on; it may not succeed. */
  private void haunt(SimulatedNode old) {
    if (old.committing()) old.commit(DiskFault.NONE);
    else old.act();
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
    for (Submitted submission : submissions) {
      if (history.facts().containsKey(submission.run())) node.run(submission.run()).wake();
    }
  }

  private void crash() {
    say(() -> "crash");
    restart();
  }

  private void restart() {
    zombie = Optional.empty();
    disk.crash();
    history.reopened();
    open();
  }

  private void takeOver() {
    say(() -> "take over");
    node.freeze();
    zombie = Optional.of(node);
    open();
  }

  /** A new process finds the runs and wakes them. */
  private void open() {
    node = new SimulatedNode(this, newName("node-"));
    for (String pid : disk.persistenceIds("", Integer.MAX_VALUE)) {
      node.run(new RunId(pid.substring("run|".length())));
    }
  }

  private void check() {
    List<Appended> appended = history.next();
    appended.forEach(
        a -> say(() -> "  " + a.run() + " " + a.after().seq() + " " + a.recorded().event()));
    List<Sink.Call> outside = sink.callsAfter(callsSeen);
    outside.forEach(call -> say(() -> "  " + call));
    Map<RunId, RunState> live = new HashMap<>();
    if (!node.committing()) {
      node.runs().forEach(run -> run.settled().ifPresent(state -> live.put(run.id, state)));
    }
    callsSeen = sink.count();
    var seen =
        new Observation(
            appended,
            history.damage(),
            history.replaced(),
            outside,
            promises.lost(),
            live,
            history.facts(),
            sink);
    for (Invariant invariant : Invariant.ALL) {
      Optional<String> how = invariant.broken(seen);
      if (how.isPresent()) {
        throw new BrokenInvariant(invariant.name(), seed, steps, how.get());
      }
    }
  }

  private boolean ended() {
    return submissions.stream()
        .allMatch(submission ->
            Optional.ofNullable(history.facts().get(submission.run()))
                .flatMap(RunFacts::state)
                .filter(RunState::finished)
                .isPresent());
  }

  boolean stormy() {
    return steps <= STORM;
  }

  SimulatedNode node() {
    return node;
  }

  Instant now() {
    return now;
  }

  String newName(String kind) {
    return kind + ++names;
  }

  void say(Supplier<String> what) {
    trace.ifPresent(listener -> listener.accept(steps + " " + what.get()));
  }
}

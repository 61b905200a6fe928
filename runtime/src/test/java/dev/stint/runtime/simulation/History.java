package dev.stint.runtime.simulation;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.simulation.invariant.Appended;
import dev.stint.runtime.simulation.invariant.RunFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The disk as a reader sees it that goes on where it was: records by the real chain reader. */
final class History {
  private final SimulatedDisk disk;
  private final ChainReader chains;
  private final Map<RunId, RunFacts> facts = new HashMap<>();
  private final Map<RunId, Head> read = new HashMap<>();
  private final Map<String, Recorded> parsed = new HashMap<>();
  private final List<String> replaced = new ArrayList<>();
  private Optional<String> damage = Optional.empty();

  History(SimulatedDisk disk) {
    this.disk = disk;
    this.chains = new ChainReader(disk);
  }

  Map<RunId, RunFacts> facts() {
    return facts;
  }

  Optional<String> damage() {
    return damage;
  }

  List<String> replaced() {
    return replaced;
  }

  /** After a crash the disk may hold less than was readable. */
  void reopened() {
    boolean whole =
        read.entrySet().stream()
            .allMatch(entry ->
                Arrays.equals(
                    disk.head(entry.getKey().persistenceId()).hash(), entry.getValue().hash()));
    if (whole) return;
    facts.clear();
    read.clear();
  }

  /** What became readable since the last time. */
  List<Appended> next() {
    List<Appended> appended = new ArrayList<>();
    for (String pid : disk.persistenceIds("", Integer.MAX_VALUE)) {
      RunId run = new RunId(pid.substring("run|".length()));
      Head known = read.getOrDefault(run, Head.NONE);
      Head head = disk.head(pid);
      if (head.seq() <= known.seq()) {
        if (!Arrays.equals(head.hash(), known.hash())) {
          replaced.add("record " + head.seq() + " of " + run + " was replaced");
        }
        continue;
      }
      try {
        chains.read(
            pid, known.seq() + 1, head.seq(), Long.MAX_VALUE, h -> appended.add(take(run, h)));
      } catch (DamagedRecordException e) {
        damage = Optional.of(e.getMessage());
        return appended;
      }
      read.put(run, head);
    }
    return appended;
  }

  private Appended take(RunId run, RecordedHeader header) {
    RunFacts known = facts.computeIfAbsent(run, _ -> new RunFacts());
    Optional<RunState> before = known.state();
    Recorded recorded = recorded(header);
    var appended =
        new Appended(run, before, recorded, RunFold.apply(before, recorded), header.writer());
    known.add(appended);
    return appended;
  }

  private Recorded recorded(RecordedHeader header) {
    return parsed.computeIfAbsent(
        header.hash(),
        _ -> Recorded.of(header.at(), header.by(), EventCodec.read(header.type(), header.data())));
  }

  /** The state of a run, as an entity recovers it. */
  Optional<RunState> foldFrom(Optional<RunState> snapshot, RunId run) {
    List<Recorded> rest = new ArrayList<>();
    long from = snapshot.map(RunState::seq).orElse(0L) + 1;
    chains.read(
        run.persistenceId(), from, Long.MAX_VALUE, Long.MAX_VALUE, h -> rest.add(recorded(h)));
    Optional<RunState> state = snapshot;
    for (Recorded recorded : rest) state = Optional.of(RunFold.apply(state, recorded));
    return state;
  }
}

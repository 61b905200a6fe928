package dev.stint.runtime.run;

import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** The child runs that a run on this node waits for. Belongs to one actor. */
final class Delegates {
  private final ActorRef<RunMessage> self;
  private final ChildRuns children;
  private final Map<UnitId, ChildRuns.Tended> tended = new HashMap<>();

  Delegates(ActorRef<RunMessage> self, ChildRuns children) {
    this.self = self;
    this.children = children;
  }

  void tend(RunState state, UnitId unit, UnitState.Child child) {
    tended(state, unit, child).hold(false);
  }

  void hold(RunState state, UnitId unit, UnitState.Child child) {
    tended(state, unit, child).hold(true);
  }

  private ChildRuns.Tended tended(RunState state, UnitId unit, UnitState.Child child) {
    return tended.computeIfAbsent(
        unit,
        _ ->
            children.tend(
                state,
                unit,
                child,
                (report, payloads) -> self.tell(new RunMessage.ChildOver(report, payloads))));
  }

  void recall(RunState state, UnitId unit, UnitState.Child child, boolean atOnce) {
    tended(state, unit, child).recall(atOnce);
  }

  /** Forgets those that the state no longer waits for. */
  void keep(RunState state) {
    tended
        .keySet()
        .removeIf(unit -> !(state.findUnit(unit).orElse(null) instanceof UnitState.Child));
  }

  void leave() {
    tended.values().forEach(ChildRuns.Tended::leave);
    tended.clear();
  }

  boolean idle() {
    return tended.isEmpty();
  }
}

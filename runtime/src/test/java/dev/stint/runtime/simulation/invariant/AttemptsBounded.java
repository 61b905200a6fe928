package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import java.util.Map;
import java.util.Optional;

/** One live attempt a unit, no more failures than the plan allows, no endless questions. */
final class AttemptsBounded implements Invariant {
  private static final int MOST_QUERIES = 5;
  private static final int MOST_LOST = 100;

  @Override
  public Optional<String> broken(Observation seen) {
    return seen.appended().stream().flatMap(appended -> broken(appended).stream()).findFirst();
  }

  private static Optional<String> broken(Appended appended) {
    if (appended.event() instanceof StepEvent.AttemptStarted started
        && appended.before().orElseThrow().unit(started.unit()) instanceof UnitState.InFlight) {
      return Optional.of("a second live attempt of " + started.unit());
    }
    RunState state = appended.after();
    return state
        .units()
        .filter(unit -> tooMany(state, unit))
        .map(unit -> unit.getKey() + " was tried too often: " + unit.getValue())
        .findFirst();
  }

  private static boolean tooMany(RunState state, Map.Entry<UnitId, UnitState> unit) {
    int allowed = state.plan().step(unit.getKey().step()).retry().maxFailures();
    UnitState.Tries tries = unit.getValue().tries();
    boolean queries =
        unit.getValue() instanceof UnitState.InDoubt doubt && doubt.queries() > MOST_QUERIES;
    return tries.failed() > allowed || tries.lost() > MOST_LOST || queries;
  }
}

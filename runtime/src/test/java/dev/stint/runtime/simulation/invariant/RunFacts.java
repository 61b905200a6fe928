package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.state.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the readable history of a run says. */
public final class RunFacts {
  private final Map<String, AttemptStarted> permits = new HashMap<>();
  private final List<String> owners = new ArrayList<>();
  private final Map<Long, RunState> states = new HashMap<>();
  private Optional<RunState> state = Optional.empty();
  private boolean ownerCameBack;

  public void add(Appended appended) {
    if (appended.event() instanceof AttemptStarted permit) permits.put(permit.lease(), permit);
    if (owners.isEmpty() || !owners.getLast().equals(appended.writer())) {
      ownerCameBack |= owners.contains(appended.writer());
      owners.add(appended.writer());
    }
    state = Optional.of(appended.after());
    states.put(appended.after().seq(), appended.after());
  }

  Optional<AttemptStarted> permit(String lease) {
    return Optional.ofNullable(permits.get(lease));
  }

  public Optional<RunState> state() {
    return state;
  }

  /** The state after the record with that number. */
  Optional<RunState> stateAt(long seq) {
    return Optional.ofNullable(states.get(seq));
  }

  boolean ownerCameBack() {
    return ownerCameBack;
  }

  boolean killed() {
    return state.flatMap(RunState::killEffectiveAt).isPresent();
  }
}

package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.state.RunState;
import java.util.Optional;

/** Nothing happens to a run that is over. */
final class FinishedIsFinal implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.appended().stream()
        .filter(appended -> appended.before().map(RunState::finished).orElse(false))
        .map(appended -> appended.event() + " after the end")
        .findFirst();
  }
}

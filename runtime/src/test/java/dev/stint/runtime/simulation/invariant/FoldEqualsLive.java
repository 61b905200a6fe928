package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import java.util.Map;
import java.util.Optional;

/**
 * A state in memory is the fold of the history that it has read or written (6). It may be behind,
 * when another owner has written since; its next append is then refused.
 */
final class FoldEqualsLive implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    for (Map.Entry<RunId, RunState> live : seen.live().entrySet()) {
      long seq = live.getValue().seq();
      Optional<RunState> folded =
          Optional.ofNullable(seen.facts().get(live.getKey())).flatMap(f -> f.stateAt(seq));
      if (!folded.equals(Optional.of(live.getValue()))) {
        return Optional.of("the state at " + seq + " of " + live.getKey() + " is another");
      }
    }
    return Optional.empty();
  }
}

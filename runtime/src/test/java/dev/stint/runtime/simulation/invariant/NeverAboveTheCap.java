package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.Pot;
import dev.stint.persistence.state.RunState;
import java.util.Map;
import java.util.Optional;

/** Reserved and billed tokens stay within the hard limit, by both ledgers (4). */
final class NeverAboveTheCap implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    for (Map.Entry<RunId, RunFacts> entry : seen.facts().entrySet()) {
      Optional<Pot> pot = entry.getValue().state().map(RunState::pot);
      if (pot.isEmpty()) continue;
      long hard = pot.get().budget().hard();
      long held = pot.get().used() + pot.get().reserved();
      long billed = seen.sink().billed(entry.getKey());
      if (held > hard || billed > hard || pot.get().reserved() < 0) {
        return Optional.of("at most %d, found %d held and %d billed".formatted(hard, held, billed));
      }
    }
    return Optional.empty();
  }
}

package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.state.Phase;
import java.util.Optional;

/** No permit once a kill is accepted, no call once it is effective (1). */
final class NoEffectAfterKill implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    Optional<String> permit =
        seen.appended().stream()
            .filter(appended -> appended.event() instanceof AttemptStarted)
            .filter(appended -> !(appended.before().orElseThrow().phase() instanceof Phase.Running))
            .map(appended -> "a permit while the run does not run: " + appended.event())
            .findFirst();
    return permit.or(() ->
        seen.calls().stream()
            .filter(call -> seen.facts().get(call.run()).killed())
            .map(call -> call.key() + " was called after the kill")
            .findFirst());
  }
}

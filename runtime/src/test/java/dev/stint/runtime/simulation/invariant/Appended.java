package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import java.util.Optional;

/** One more record of a run, between the states around it. */
public record Appended(
    RunId run, Optional<RunState> before, Recorded recorded, RunState after, String writer) {
  RunEvent event() {
    return (RunEvent) recorded.event();
  }
}

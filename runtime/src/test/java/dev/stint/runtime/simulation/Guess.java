package dev.stint.runtime.simulation;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.Succession;
import java.util.Optional;

/**
 * What {@code Ahead} is: the attempt that follows a report, prepared on a state that is not
 * durable.
 *
 * @param seq how many events the run had when its state was looked at
 */
record Guess(long seq, RunCommand.RequestPermit request) {
  static Optional<Guess> of(RunState state, RunCommand report, World world) {
    Optional<RunState> before = Optional.of(state);
    if (!(RunDecisions.decide(before, report, Recorded.SYSTEM, world.now())
        instanceof Decision.Persist persist)) {
      return Optional.empty();
    }
    RunState after = RunDecisions.fold(before, persist.events(), Recorded.SYSTEM, world.now());
    Optional<UnitId> next = Succession.next(after);
    return next.map(unit -> {
      PlannedStep planned = after.plan().step(unit.step());
      return new Guess(state.seq(), Requests.of(after, planned, unit, world));
    });
  }
}

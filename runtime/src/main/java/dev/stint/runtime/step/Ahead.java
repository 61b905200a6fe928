package dev.stint.runtime.step;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.Succession;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempt that follows a report, prepared before the report is decided.
 *
 * <p>A guess about a state that is not durable yet. It holds only when nothing else happened to the
 * run, which the run itself checks by {@code seq}; dropping it costs nothing but its work, because
 * preparing has no effect.
 *
 * @param seq how many events the run had when its state was looked at
 */
public record Ahead(long seq, Preparation preparation) {

  /**
   * Prepares what follows from {@code report}, when that is one unit which needs nobody's leave.
   *
   * @param state the run as it is while the attempt is in flight
   */
  static Optional<Ahead> of(RunState state, RunCommand report, Instant now, Activity activity) {
    try {
      Decision decision = RunDecisions.decide(Optional.of(state), report, Recorded.SYSTEM, now);
      if (!(decision instanceof Decision.Persist persist)) return Optional.empty();
      RunState after =
          RunDecisions.fold(Optional.of(state), persist.events(), Recorded.SYSTEM, now);
      var next = Succession.next(after);
      return next.isEmpty()
          ? Optional.empty()
          : Optional.of(new Ahead(state.seq(), activity.prepare(after, next.get())));
    } catch (ActivityException | RuntimeException | StackOverflowError _) {
      return Optional.empty(); // the step itself will meet it, and say so
    }
  }
}

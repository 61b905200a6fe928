package dev.stint.runtime.step;

import dev.stint.persistence.event.RunEvent.AttemptStarted;
import dev.stint.persistence.state.RunState;

/**
 * The work of steps, as the actors see it: blocking calls, made on virtual threads, thread-safe.
 */
public interface Activity extends Intentions {
  /**
   * Performs the attempt under its permit.
   *
   * @throws InterruptedException when killed or timed out
   */
  Outcome perform(RunState state, AttemptStarted permit, Preparation preparation, EffectGate gate)
      throws ActivityException, InterruptedException;
}

package dev.stint.runtime.step;

import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.DoubtCommand;

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

  /**
   * Whether performing the unit computes from its arguments alone and returns at once: doing it
   * before its permit is durable, twice or in vain cannot be told from outside. By default not.
   */
  default boolean computesOnly(RunState state, UnitId unit) {
    return false;
  }

  /**
   * Asks what became of a unit in doubt. Without effect; by default nobody can tell.
   *
   * @param query which question this is, recorded before
   * @throws InterruptedException when the run no longer wants to know
   */
  default Answered query(RunState state, UnitId unit, int query) throws InterruptedException {
    return Answered.without(unit, query, DoubtCommand.Answer.UNKNOWN, "this step cannot be asked");
  }
}

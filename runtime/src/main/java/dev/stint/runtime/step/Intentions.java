package dev.stint.runtime.step;

import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.StepCommand;
import java.util.Optional;

/**
 * What steps ask for, computed without doing any of it. A function of the recorded history and the
 * clock, so that a replay, which is given no more than this, asks for the same and can call nothing
 * (invariant 11).
 */
public interface Intentions {
  /**
   * Evaluates the step's {@code when} and {@code forEach}; never fails, but may answer FailStep.
   */
  StepCommand evaluate(RunState state, String step);

  /**
   * Computes the exact arguments of the unit's next attempt. Without effect, repeatable.
   *
   * @throws ActivityException when the arguments cannot be had
   */
  Preparation prepare(RunState state, UnitId unit) throws ActivityException;

  /**
   * What the recorded reply of an agent's turn leads to; nothing for other units.
   *
   * @param output payload of the reply
   */
  default Optional<StepCommand.Reply> leads(RunState state, UnitId turn, String output) {
    return Optional.empty();
  }
}

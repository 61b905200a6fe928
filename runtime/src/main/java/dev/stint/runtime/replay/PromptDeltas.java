package dev.stint.runtime.replay;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Intentions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many tokens another prompt has more or less than the recorded one, counted as reservations
 * are. The model's answer to it is not known. Belongs to one replay.
 */
final class PromptDeltas {
  private static final Delta NONE = new Delta(0, Optional.empty());

  private final Set<String> steps;
  private final Intentions recorded;
  private final Intentions changed;
  private final Map<UnitId, Delta> known = new HashMap<>();

  /**
   * @param tokens of the prompt, positive when the other one is longer
   * @param failure why the other prompt cannot be sent at all
   */
  record Delta(long tokens, Optional<Failure> failure) {}

  PromptDeltas(Set<String> steps, Intentions recorded, Intentions changed) {
    this.steps = steps;
    this.recorded = recorded;
    this.changed = changed;
  }

  Delta of(RunState state, UnitId unit) {
    if (!steps.contains(unit.step())) return NONE;
    return known.computeIfAbsent(unit, u -> count(state, u));
  }

  private Delta count(RunState state, UnitId unit) {
    try {
      long before = recorded.prepare(state, unit).request().worstCase();
      long after = changed.prepare(state, unit).request().worstCase();
      return new Delta(after - before, Optional.empty());
    } catch (ActivityException e) {
      return new Delta(0, Optional.of(e.failure()));
    } catch (MissingValueException _) {
      return NONE;
    }
  }
}

package dev.stint.persistence.event;

import dev.stint.config.spec.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of steps that a check has done again: {@code draft} in the first round, {@code draft~2}
 * in the second. Such steps stand in no loop, so that the mark means nothing else there.
 */
public final class Round {
  private Round() {}

  /** The step in that round. */
  public static String at(String own, int round) {
    return round < 2 ? own : own + "~" + round;
  }

  /** The round of a step, or of an agent's turn or call; 1 for the first. */
  public static int of(String step) {
    return Math.max(1, Iteration.number(step));
  }

  /** The steps of round {@code round} of a check, from the second on. */
  public static List<PlannedStep> of(Plan plan, PlannedStep check, int round) {
    List<String> again = check.redo().orElseThrow().steps();
    Optional<Within> nowhere = Optional.empty();
    List<PlannedStep> steps = new ArrayList<>();
    for (String id : again) {
      PlannedStep step = plan.step(id);
      List<String> after =
          step.dependsOn().stream().map(on -> again.contains(on) ? at(on, round) : on).toList();
      steps.add(step.as(at(id, round), after, nowhere));
    }
    return steps;
  }
}

package dev.stint.persistence.event;

import java.util.List;

/**
 * What a loop does, frozen with the plan: its iterations are steps of the plan that are derived
 * from it.
 *
 * @param max most iterations
 * @param failAtMax the loop fails when its condition never held
 * @param steps of one iteration, in order of declaration; those of a loop inside of it stand there
 */
public record LoopPlan(int max, boolean failAtMax, List<PlannedStep> steps) {
  public LoopPlan {
    steps = List.copyOf(steps);
  }
}
